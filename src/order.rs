//! The order of names as readers of a language expect it. The only file that knows the collator.

use crate::language::{Convention, Language, Order};
use icu_collator::options::CollatorOptions;
use icu_collator::preferences::{CollationNumericOrdering, CollationType};
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;
use std::cmp::Ordering;

/// Compares names.
pub struct Names(Option<CollatorBorrowed<'static>>);

impl Names {
    /// The order of a language: Chinese by strokes or pronunciation, numerals inside names as numbers.
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
        Self(Collator::try_new(preferences, CollatorOptions::default()).ok())
    }

    /// Which of two names stands first.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.0.as_ref().map_or_else(|| a.cmp(b), |collator| collator.compare(a, b)).then_with(|| a.cmp(b))
    }

    /// The rank of each of `names` in this order.
    pub fn ranks<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Vec<usize> {
        let names: Vec<&str> = names.into_iter().collect();
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by(|a, b| self.compare(names[*a], names[*b]));
        let mut ranks = vec![0; names.len()];
        for (rank, index) in order.into_iter().enumerate() {
            ranks[index] = rank;
        }
        ranks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted<'a>(tag: &str, order: Order, mut names: Vec<&'a str>) -> Vec<&'a str> {
        let language = Language {
            code: "x".into(),
            tag: tag.into(),
            path: String::new(),
            name: String::new(),
            variants: Vec::new(),
            order,
            convention: Convention::of(tag),
        };
        let by = Names::of(&language);
        names.sort_by(|a, b| by.compare(a, b));
        names
    }

    #[test]
    fn chinese_names_by_strokes_or_by_sound_and_numerals_as_numbers() {
        assert_eq!(sorted("zh-Hant", Order::Stroke, vec!["龍都", "上峰", "天元"]), ["上峰", "天元", "龍都"]);
        assert_eq!(sorted("zh-Hant", Order::Pinyin, vec!["浙江", "安徽", "上海"]), ["安徽", "上海", "浙江"]);
        assert_eq!(sorted("en", Order::Stroke, vec!["School 10", "School 9", "École 1"]), ["École 1", "School 9", "School 10"]);
    }
}
