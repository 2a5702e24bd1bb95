//! Labels along a line, as many as have room.

use super::rounded;
use serde::Serialize;

/// How wide the narrowest drawing is, in the size of its labels: a phone with very large text.
const NARROWEST: f64 = 15.0;
/// Between two labels.
const GAP: f64 = 0.6;

/// A mark on an axis.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tick {
    /// Where it is, 0 to 100. Its label begins there.
    pub at: f64,
    /// Its label, where it has room.
    pub label: Option<String>,
}

/// Marks in order, of which every so manyth is labelled that no label meets another or leaves the drawing.
pub fn axis(marks: Vec<(f64, String)>) -> Vec<Tick> {
    let every = (1..=marks.len()).find(|every| fits(marks.iter().step_by(*every))).unwrap_or(1);
    let tick = |(n, (at, label)): (usize, (f64, String))| Tick {
        at: rounded(at),
        label: (n % every == 0 && end(at, &label) <= NARROWEST).then_some(label),
    };
    marks.into_iter().enumerate().map(tick).collect()
}

/// Whether labels leave each other room.
pub(super) fn fits<'a>(marks: impl Iterator<Item = &'a (f64, String)>) -> bool {
    let mut free = f64::NEG_INFINITY;
    for (at, label) in marks {
        if begin(*at) < free {
            return false;
        }
        free = end(*at, label) + GAP;
    }
    true
}

fn begin(at: f64) -> f64 {
    at / super::WHOLE * NARROWEST
}

/// Where a label ends on the narrowest drawing. Letters and digits of common fonts are on average no wider than 0.62 of
/// their size, Han characters as wide as they are high.
fn end(at: f64, label: &str) -> f64 {
    begin(at) + label.chars().map(|c| if c.is_ascii() { 0.62 } else { 1.0 }).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn labels(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().filter_map(|tick| tick.label.as_deref()).collect()
    }

    #[test]
    fn few_labels_all_stand() {
        let ticks = axis(vec![(0.0, "2024".into()), (50.0, "2025".into())]);
        assert_eq!(ticks, [Tick { at: 0.0, label: Some("2024".into()) }, Tick { at: 50.0, label: Some("2025".into()) }]);
        assert_eq!(axis(Vec::new()), []);
    }

    #[test]
    fn many_labels_are_thinned_evenly() {
        let years = (0..12_u8).map(|n| (f64::from(n) / 12.0 * 100.0, format!("{}", 2015 + u16::from(n)))).collect();
        let ticks = axis(years);
        assert_eq!(ticks.len(), 12);
        assert_eq!(labels(&ticks), ["2015", "2018", "2021", "2024"]);
    }

    #[test]
    fn a_label_that_would_leave_the_drawing_is_left_out() {
        let ticks = axis(vec![(10.0, "十一月".into()), (95.0, "十二月".into())]);
        assert_eq!(labels(&ticks), ["十一月"]);
        assert_eq!(labels(&axis(vec![(0.0, "第一個甚為冗長而無處可放的長標籤".into())])), Vec::<&str>::new());
    }

    proptest! {
        #[test]
        fn labels_never_meet(places in prop::collection::vec((0.0..=100.0_f64, "[0-9A-Za-z年月學]{0,12}"), 0..60)) {
            let mut places = places;
            places.sort_by(|a, b| a.0.total_cmp(&b.0));
            let ticks = axis(places.clone());
            prop_assert_eq!(ticks.len(), places.len());
            let shown: Vec<(f64, String)> = ticks.iter().filter_map(|t| Some((t.at, t.label.clone()?))).collect();
            for pair in shown.windows(2) {
                // Places are rounded to a tenth of a hundredth.
                prop_assert!(end(pair[0].0, &pair[0].1) <= begin(pair[1].0) + 0.02, "{pair:?}");
            }
            for (at, label) in &shown {
                prop_assert!((0.0..=100.0).contains(at) && end(*at, label) <= NARROWEST + 0.02);
            }
        }
    }
}
