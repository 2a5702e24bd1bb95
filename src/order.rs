//! The order of names as readers of a language expect it. The only file that knows the collator.

mod numerals;

use crate::language::{Convention, Language, Order};
use icu_collator::options::CollatorOptions;
use icu_collator::preferences::{CollationNumericOrdering, CollationType};
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;
use std::borrow::Cow;
use std::cmp::Ordering;

/// Puts names in order.
pub struct Names {
    collator: Option<CollatorBorrowed<'static>>,
    chinese: bool,
}

impl Names {
    /// The order of a language: Chinese by strokes or pronunciation, numerals inside names, Chinese ones too, as numbers.
    pub fn of(language: &Language) -> Self {
        let mut preferences: CollatorPreferences = match language.convention {
            Convention::Chinese => locale!("zh-Hant").into(),
            Convention::English => locale!("en").into(),
        };
        if language.convention == Convention::Chinese {
            preferences.collation_type = Some(match language.order {
                Order::Stroke => CollationType::Stroke,
                Order::Pinyin => CollationType::Pinyin,
            });
        }
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        let collator = Collator::try_new(preferences, CollatorOptions::default()).ok();
        Self { collator, chinese: language.convention == Convention::Chinese }
    }

    /// The rank of each of `names` in this order.
    pub fn ranks<'a>(&self, names: impl IntoIterator<Item = Cow<'a, str>>) -> Vec<usize> {
        let keys: Vec<(String, Cow<'_, str>)> = names
            .into_iter()
            .map(|name| (if self.chinese { numerals::in_digits(&name) } else { name.clone() }.into_owned(), name))
            .collect();
        let mut order: Vec<usize> = (0..keys.len()).collect();
        order.sort_by(|a, b| match (keys.get(*a), keys.get(*b)) {
            (Some((a, own_a)), Some((b, own_b))) => self.compare(a, b).then_with(|| own_a.cmp(own_b)),
            (a, b) => a.cmp(&b),
        });
        let mut ranks = vec![0; keys.len()];
        for (rank, at) in order.into_iter().enumerate() {
            if let Some(slot) = ranks.get_mut(at) {
                *slot = rank;
            }
        }
        ranks
    }

    fn compare(&self, a: &str, b: &str) -> Ordering {
        self.collator.as_ref().map_or_else(|| a.cmp(b), |collator| collator.compare(a, b))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(tag: &str) -> Language {
        Language {
            code: "x".into(),
            tag: tag.into(),
            path: String::new(),
            name: String::new(),
            variants: Vec::new(),
            order: Order::Stroke,
            convention: Convention::of(tag),
        }
    }

    fn sorted<'a>(tag: &str, order: Order, names: Vec<&'a str>) -> Vec<&'a str> {
        let ranks = Names::of(&Language { order, ..language(tag) }).ranks(names.iter().copied().map(Cow::Borrowed));
        let mut ranked: Vec<_> = ranks.into_iter().zip(names).collect();
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn chinese_names_by_strokes_or_by_sound_and_numerals_as_numbers() {
        assert_eq!(sorted("zh-Hant", Order::Stroke, vec!["龍都", "上峰", "天元"]), ["上峰", "天元", "龍都"]);
        assert_eq!(sorted("zh-Hant", Order::Pinyin, vec!["浙江", "安徽", "上海"]), ["安徽", "上海", "浙江"]);
        assert_eq!(sorted("en", Order::Stroke, vec!["School 10", "School 9", "École 1"]), ["École 1", "School 9", "School 10"]);
    }

    #[test]
    fn numbered_names_stand_in_the_order_of_their_numbers() {
        for order in [Order::Stroke, Order::Pinyin] {
            let ordered = ["第2小學", "第10小學", "第21小學"];
            assert_eq!(sorted("zh-Hant", order, vec!["第10小學", "第21小學", "第2小學"]), ordered);
            let ordered = ["第一小學", "第二小學", "第三小學", "第九小學", "第十小學", "第十一小學", "第二十小學"];
            let mixed = ["第十一小學", "第十小學", "第三小學", "第二十小學", "第九小學", "第一小學", "第二小學"];
            assert_eq!(sorted("zh-Hant", order, mixed.to_vec()), ordered);
            assert_eq!(
                sorted("zh-Hans", order, vec!["三年级（10）班", "三年级（二）班", "二年级"]),
                ["二年级", "三年级（二）班", "三年级（10）班"]
            );
        }
        // So are schools that are told apart by Heavenly Stems.
        let ordered = ["東片區初中甲", "東片區初中乙", "東片區初中丙", "東片區初中丁"];
        let mixed = ["東片區初中丁", "東片區初中丙", "東片區初中甲", "東片區初中乙"];
        assert_eq!(sorted("zh-Hant", Order::Stroke, mixed.to_vec()), ordered);
        // Numerals that are a part of the name stand where their sound or their strokes put them.
        assert_eq!(sorted("zh-Hant", Order::Pinyin, vec!["三江小學", "安徽", "第十小學"]), ["安徽", "第十小學", "三江小學"]);
    }

    #[test]
    fn equal_names_keep_an_order_of_their_own() {
        assert_eq!(sorted("zh-Hant", Order::Stroke, vec!["第二小學", "第2小學"]), ["第2小學", "第二小學"]);
        assert_eq!(Names::of(&language("zh")).ranks(["乙", "甲", "乙"].map(Cow::Borrowed)), [0, 2, 1]);
    }

    #[test]
    fn english_names_are_ordered_without_regard_to_case_and_accents() {
        assert_eq!(
            sorted("en", Order::Stroke, vec!["moling", "Émile", "Eton", "Moling 2"]),
            ["Émile", "Eton", "moling", "Moling 2"]
        );
        // What has no English name stands after what has.
        assert_eq!(sorted("en", Order::Stroke, vec!["江寧", "Zhejiang", "Anhui"]), ["Anhui", "Zhejiang", "江寧"]);
    }
}
