//! How deep a document's HTML is nested.

/// Elements that have no end, or that end by themselves where the next of their kind begins.
const ENDING: [&str; 17] =
    ["br", "col", "dd", "dt", "hr", "img", "input", "li", "option", "p", "rp", "rt", "tbody", "td", "th", "tr", "wbr"];

/// Keeps count of the elements that are open after a piece of HTML. What ends another element than the last one does not
/// count, so that the depth is rather told too high than too low.
pub(in super::super) fn nest(html: &str, open: &mut Vec<String>) {
    for tag in html.split('<').skip(1) {
        let (name, closes) = tag.strip_prefix('/').map_or((tag, false), |name| (name, true));
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
        if !name.starts_with(|c: char| c.is_ascii_lowercase()) || ENDING.contains(&name.as_str()) {
            continue;
        }
        if !closes {
            open.push(name);
        } else if open.last().is_some_and(|last| *last == name) {
            open.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::nest;

    fn depth(html: &str) -> usize {
        let mut open = Vec::new();
        nest(html, &mut open);
        open.len()
    }

    #[test]
    fn what_is_open_is_counted() {
        assert_eq!(depth("<div><b>甲</b><br><p>乙<p>丙</div>"), 0);
        assert_eq!(depth("<ul><li>甲<ul><li>乙"), 2);
        assert_eq!(depth(&"<DIV></b>".repeat(9)), 9);
        assert_eq!(depth("1 < 2 <!-- <b> --> </i>"), 1);
    }
}
