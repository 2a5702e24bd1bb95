//! Figures as lengths.

use super::{WHOLE, rounded};
use serde::Serialize;

/// What is there but too little to be seen is drawn so long.
const LEAST_SEEN: f64 = 0.5;

/// A piece of a line from 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Segment {
    /// Where it begins.
    pub from: f64,
    /// How long it is.
    pub length: f64,
}

impl Segment {
    /// From one place to another.
    pub(super) fn between(from: f64, to: f64) -> Self {
        let (from, to) = (rounded(from), rounded(to));
        Self { from, length: rounded(to - from) }
    }
}

/// A figure's share of the greatest one that is drawn beside it.
pub fn share(value: f64, most: f64) -> f64 {
    let share = rounded(value / most * WHOLE);
    if value > 0.0 && most > 0.0 { share.max(LEAST_SEEN) } else { share }
}

/// Parts of a whole one after the other, beside other wholes of which the greatest is `most`.
pub fn stacked(parts: &[usize], most: usize) -> Vec<Segment> {
    let place = |sum: usize| sum as f64 / most.max(1) as f64 * WHOLE;
    parts
        .iter()
        .scan(0_usize, |sum, part| {
            let from = *sum;
            *sum = sum.saturating_add(*part);
            Some(Segment::between(place(from), place(*sum)))
        })
        .collect()
}

/// Equal steps of which each has a state, as pieces in which the state stays the same.
pub fn runs<T: Copy + PartialEq>(steps: &[T]) -> Vec<(T, Segment)> {
    let place = |n: usize| n as f64 / steps.len() as f64 * WHOLE;
    let mut at = 0;
    steps
        .chunk_by(|a, b| a == b)
        .filter_map(|run| {
            let from = at;
            at += run.len();
            run.first().map(|state| (*state, Segment::between(place(from), place(at))))
        })
        .collect()
}

/// A figure beside what it ought to be.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bar {
    /// Length of the figure, where there is one.
    pub value: Option<f64>,
    /// Where the goal begins.
    pub from: f64,
    /// Where the goal ends; equal to `from` for a single mark.
    pub to: f64,
}

impl Bar {
    /// A figure beside a goal of which one end may be open. Percentages are drawn on a scale to 100; anything else leaves
    /// some room behind the greatest figure. Figures below zero, and nothing but zeros, can't be drawn as lengths.
    pub fn new(from: Option<f64>, to: Option<f64>, value: Option<f64>, is_percentage: bool) -> Option<Self> {
        let mut all = [from, to, value].into_iter().flatten();
        if !all.clone().all(|figure| figure.is_finite() && figure >= 0.0) {
            return None;
        }
        let most = all.clone().fold(0.0, f64::max);
        all.next().filter(|_| most > 0.0)?;
        let scale = if is_percentage && most <= WHOLE { WHOLE } else { most * 1.1 };
        let scale = if scale.is_finite() { scale } else { most };
        let length = |figure: f64| rounded(figure / scale * WHOLE);
        Some(Self { value: value.map(length), from: from.map_or(0.0, length), to: to.map_or(WHOLE, length) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn parts_lie_one_behind_the_other() {
        let segment = |from, length| Segment { from, length };
        assert_eq!(stacked(&[6, 3, 0], 12), [segment(0.0, 50.0), segment(50.0, 25.0), segment(75.0, 0.0)]);
        assert_eq!(stacked(&[], 3), []);
        assert_eq!(stacked(&[0, 0], 0), [segment(0.0, 0.0); 2]);
    }

    #[test]
    fn steps_of_one_state_become_one_piece() {
        let segment = |from, length| Segment { from, length };
        assert_eq!(
            runs(&['a', 'a', 'b', 'a']),
            [('a', segment(0.0, 50.0)), ('b', segment(50.0, 25.0)), ('a', segment(75.0, 25.0))]
        );
        assert_eq!(runs::<char>(&[]), []);
    }

    #[test]
    fn a_figure_is_drawn_beside_its_goal() {
        let bar = |value, from, to| Some(Bar { value, from, to });
        assert_eq!(Bar::new(Some(85.0), None, Some(92.0), true), bar(Some(92.0), 85.0, 100.0));
        assert_eq!(Bar::new(None, Some(5.0), Some(10.0), false), bar(Some(90.9), 0.0, 45.5));
        assert_eq!(Bar::new(Some(3.0), Some(3.0), None, false), bar(None, 90.9, 90.9));
        assert_eq!(Bar::new(Some(120.0), Some(150.0), Some(0.0), true), bar(Some(0.0), 72.7, 90.9));
    }

    #[test]
    fn what_has_no_length_is_not_drawn() {
        assert_eq!(Bar::new(Some(0.0), None, Some(0.0), false), None);
        assert_eq!(Bar::new(Some(-3.0), None, Some(1.0), false), None);
        assert_eq!(Bar::new(None, None, None, false), None);
        assert_eq!(Bar::new(Some(1.0), None, Some(f64::NAN), false), None);
    }

    #[test]
    fn what_is_there_is_seen() {
        assert_eq!(share(1.0, 1e12), LEAST_SEEN);
        assert_eq!(share(0.0, 5.0), 0.0);
        assert_eq!(share(5.0, 5.0), WHOLE);
        assert_eq!(share(0.0, 0.0), 0.0);
    }

    proptest! {
        #[test]
        fn parts_fill_what_they_are_of_the_whole(parts in prop::collection::vec(0..1_000_000_usize, 0..20), more in 0..1_000_000_usize) {
            let sum: usize = parts.iter().sum();
            let drawn = stacked(&parts, sum + more);
            let mut end = 0.0;
            for segment in &drawn {
                // Each begins where the one before it ends.
                prop_assert!((segment.from - end).abs() < 1e-6, "{drawn:?}");
                prop_assert!(segment.length >= 0.0);
                end = segment.from + segment.length;
            }
            let whole = if sum + more == 0 { 0.0 } else { sum as f64 / (sum + more) as f64 * WHOLE };
            prop_assert!((end - whole).abs() <= 0.051, "{end} {whole}");
        }

        #[test]
        fn runs_cover_the_whole_line(steps in prop::collection::vec(0..3_u8, 1..80)) {
            let drawn = runs(&steps);
            let mut end = 0.0;
            for (_, segment) in &drawn {
                prop_assert!((segment.from - end).abs() < 1e-6, "{drawn:?}");
                end = segment.from + segment.length;
            }
            prop_assert!((end - WHOLE).abs() < 1e-6);
            prop_assert!(drawn.windows(2).all(|pair| pair[0].0 != pair[1].0));
        }

        #[test]
        fn lengths_stay_on_the_line(from in any::<Option<f64>>(), to in any::<Option<f64>>(), value in any::<Option<f64>>(), percent: bool) {
            if let Some(bar) = Bar::new(from, to, value, percent) {
                for place in [bar.from, bar.to].into_iter().chain(bar.value) {
                    prop_assert!((0.0..=WHOLE).contains(&place), "{bar:?}");
                }
            }
            let share = share(value.unwrap_or(0.0), to.unwrap_or(0.0));
            prop_assert!((0.0..=WHOLE).contains(&share), "{share}");
        }

        #[test]
        fn more_is_never_drawn_shorter(a in 0.0..1e9_f64, b in 0.0..1e9_f64, most in 1.0..1e9_f64) {
            let (less, more) = if a < b { (a, b) } else { (b, a) };
            prop_assert!(share(less, most) <= share(more, most));
        }
    }
}
