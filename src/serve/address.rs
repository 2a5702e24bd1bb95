//! Where a file opens in the writer's editor.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use std::path::Path;

/// What a path in an address keeps as it is.
const KEPT: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?').add(b'`').add(b'{').add(b'}');

/// How files open in an editor: an address with `{path}`, `{line}` and `{column}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Editor {
    /// They do not: paths are shown as text.
    None,
    /// By an address of this form.
    Address(String),
}

impl Editor {
    /// `vscode`, `none`, or an address of one's own with `{path}`.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text {
            "none" => Ok(Self::None),
            "vscode" => Ok(Self::Address("vscode://file{path}:{line}:{column}".into())),
            own if own.contains("{path}")
                && own.contains("://")
                && !own.trim_start().to_lowercase().starts_with("javascript") =>
            {
                Ok(Self::Address(own.to_owned()))
            }
            _ => Err("vscode, none, or an address with {path}, {line} and {column}".into()),
        }
    }

    /// The address of a place in a file below the site's folder.
    pub fn open(&self, root: &Path, file: &str, line: usize, column: usize) -> Option<String> {
        let Self::Address(form) = self else { return None };
        let path = root.join(file);
        let mut path = path.to_str()?.replace('\\', "/");
        if !path.starts_with('/') {
            path.insert(0, '/');
        }
        let path = utf8_percent_encode(&path, KEPT).to_string();
        Some(form.replace("{line}", &line.to_string()).replace("{column}", &column.to_string()).replace("{path}", &path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_an_address() {
        let root = Path::new("/site 一");
        let open = |editor: &str| Editor::parse(editor).ok().and_then(|e| e.open(root, "content/方案.zh.md", 3, 7));
        assert_eq!(open("vscode").as_deref(), Some("vscode://file/site%20%E4%B8%80/content/%E6%96%B9%E6%A1%88.zh.md:3:7"));
        assert_eq!(open("none"), None);
        assert_eq!(
            open("zed://file{path}:{line}").as_deref(),
            Some("zed://file/site%20%E4%B8%80/content/%E6%96%B9%E6%A1%88.zh.md:3")
        );
        assert!(Editor::parse("emacs").is_err());
        assert!(Editor::parse("javascript://{path}").is_err());
    }
}
