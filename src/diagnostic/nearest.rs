//! The valid name that was meant.

/// The nearest of `valid` to `wrong`, if one is near enough to be what was meant: one letter in three may be wrong, and
/// at least one, capitals or not. Of equally near ones the first in order.
pub fn nearest<'a>(wrong: &str, valid: &[&'a str]) -> Option<&'a str> {
    let wrong: Vec<char> = wrong.to_lowercase().chars().collect();
    let mut reach = (wrong.len() / 3).max(1);
    let (mut found, mut rows, mut word): (Option<&str>, Rows, Vec<char>) = (None, Rows::default(), Vec::new());
    for name in valid.iter().copied() {
        word.clear();
        word.extend(name.chars().flat_map(char::to_lowercase));
        let Some(distance) = rows.distance(&wrong, &word, reach) else { continue };
        if distance < reach || found.is_none_or(|found| name < found) {
            (found, reach) = (Some(name), distance);
        }
    }
    found
}

/// Three rows of the table of distances, used again for every word.
#[derive(Default)]
struct Rows([Vec<usize>; 3]);

impl Rows {
    /// How many letters must be put in, left out, changed or swapped with their neighbour to make `b` of `a` (optimal
    /// string alignment); `None` for more than `reach`, found out early, for most names are nothing like each other.
    fn distance(&mut self, a: &[char], b: &[char], reach: usize) -> Option<usize> {
        if a.len().abs_diff(b.len()) > reach {
            return None;
        }
        let [before, last, row] = &mut self.0;
        last.clear();
        last.extend(0..=b.len());
        let mut last_least = 0;
        for (i, x) in a.iter().enumerate() {
            row.clear();
            row.push(i + 1);
            let mut least = i + 1;
            for (j, y) in b.iter().enumerate() {
                let mut cost = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
                if i > 0 && j > 0 && a[i - 1] == *y && *x == b[j - 1] {
                    cost = cost.min(before[j - 1] + 1);
                }
                row.push(cost);
                least = least.min(cost);
            }
            // A swap reaches back over one row, so two must be too far.
            if least.min(last_least) > reach {
                return None;
            }
            last_least = least;
            std::mem::swap(before, last);
            std::mem::swap(last, row);
        }
        last.last().copied().filter(|distance| *distance <= reach)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_in_three_may_be_wrong() {
        assert_eq!(nearest("semnar", &["seminar", "visit"]), Some("seminar"));
        assert_eq!(nearest("vsiit", &["seminar", "visit"]), Some("visit"));
        assert_eq!(nearest("PLAN", &["plan"]), Some("plan"));
        assert_eq!(nearest("zh", &["en", "zx", "za"]), Some("za"));
        assert_eq!(nearest("方案", &["方按", "小結"]), Some("方按"));
        assert_eq!(nearest("summery", &["summary", "summery-2"]), Some("summary"));
        assert_eq!(nearest("visit", &["seminar"]), None);
        assert_eq!(nearest("", &["ab"]), None);
    }

    proptest::proptest! {
        #[test]
        fn distances_are_those_of_a_plain_table(a in "[abc]{0,7}", b in "[abc]{0,7}", reach in 0..5_usize) {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
            for i in 0..=a.len() {
                for j in 0..=b.len() {
                    let mut ways = vec![];
                    if i == 0 { ways.push(j) }
                    if j == 0 { ways.push(i) }
                    if i > 0 && j > 0 {
                        ways.extend([table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1])]);
                    }
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        ways.push(table[i - 2][j - 2] + 1);
                    }
                    table[i][j] = ways.into_iter().min().unwrap();
                }
            }
            let plain = Some(table[a.len()][b.len()]).filter(|distance| *distance <= reach);
            proptest::prop_assert_eq!(Rows::default().distance(&a, &b, reach), plain);
        }
    }
}
