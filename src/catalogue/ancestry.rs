//! What stands above a community or an activity type.

/// So many may stand above each other: a page names all that are above what it shows, and no administration has more
/// levels. From a country to a class there are eight.
pub(super) const DEEPEST: usize = 16;

/// How a chain of parents goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ancestry {
    /// It ends, or leads into a circle that is its own members' fault.
    Ends,
    /// It comes back to where it began.
    Circle,
    /// It has more than [`DEEPEST`] members.
    TooLong,
}

/// Follows the parents of `start`.
pub(super) fn ancestry<I: Copy + PartialEq>(start: I, parent: impl Fn(I) -> Option<I>) -> Ancestry {
    let mut above = Vec::with_capacity(DEEPEST);
    let mut at = start;
    while let Some(next) = parent(at) {
        if next == start {
            return Ancestry::Circle;
        }
        if above.contains(&next) {
            return Ancestry::Ends;
        }
        if above.len() == DEEPEST {
            return Ancestry::TooLong;
        }
        above.push(next);
        at = next;
    }
    Ancestry::Ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_end_turn_or_go_on() {
        let below = |last: usize| move |n: usize| (n < last).then_some(n + 1);
        assert_eq!(ancestry(0, below(DEEPEST)), Ancestry::Ends);
        assert_eq!(ancestry(0, below(DEEPEST + 1)), Ancestry::TooLong);
        assert_eq!(ancestry(0, |_| Some(0)), Ancestry::Circle);
        assert_eq!(ancestry(0, |n| Some((n + 1) % 3)), Ancestry::Circle);
        assert_eq!(ancestry(9, |n| Some((n + 1) % 3)), Ancestry::Ends);
    }
}
