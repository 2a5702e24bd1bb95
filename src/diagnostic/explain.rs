//! What each finding means.
//!
//! One Markdown file a code stands in `explain/`: the English part, a line `<!-- zh -->`, the Chinese part. Each begins
//! with a heading `# code: title` and has an example that causes the finding and its mend. `explain/README.md` tells
//! the form, and holds the site on which the examples stand.

use super::{Code, Tongue};

/// What parts the languages of a file.
const CHINESE: &str = "<!-- zh -->\n";

/// The explanation of a code as Markdown.
pub fn explain(code: Code, tongue: Tongue) -> &'static str {
    let text = code.explanation();
    let (en, zh) = text.split_once(CHINESE).unwrap_or((text, text));
    match tongue {
        Tongue::En => en.trim_end(),
        Tongue::Zh => zh.trim(),
    }
}

/// The title of a code's explanation: one line that says what the finding is.
pub fn title(code: Code, tongue: Tongue) -> &'static str {
    let heading = explain(code, tongue).lines().next().unwrap_or("");
    let title = heading.split_once([':', '：']).map_or("", |(_, title)| title.trim());
    if title.is_empty() { code.title() } else { title }
}
