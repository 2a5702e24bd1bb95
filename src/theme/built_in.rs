//! The themes that are part of the program.

use crate::source::{Content, SitePath, Source};
use include_dir::{Dir, include_dir};

/// The default theme, on which all others stand.
pub const NAME: &str = "bureau";

static THEMES: [(&str, Dir<'_>); 2] =
    [(NAME, include_dir!("$CARGO_MANIFEST_DIR/themes/bureau")), ("plain", include_dir!("$CARGO_MANIFEST_DIR/themes/plain"))];

/// Their files, as sources under `themes/<name>/`.
pub fn files() -> Vec<Source> {
    let mut all = Vec::new();
    for (name, folder) in &THEMES {
        gather(name, folder, &mut all);
    }
    all
}

/// Whether the program has a theme of this name.
pub fn has(name: &str) -> bool {
    THEMES.iter().any(|(known, _)| *known == name)
}

fn gather(name: &str, folder: &Dir<'_>, all: &mut Vec<Source>) {
    for file in folder.files() {
        let path = SitePath::new(format!("themes/{name}/{}", file.path().to_string_lossy().replace('\\', "/")));
        // Everything in them is text: templates, words, styles, scripts, drawings.
        let content = file.contents_utf8().map_or(Content::Damaged, |text| Content::Text(text.to_owned()));
        all.push(Source { path, content, disk: None });
    }
    for inner in folder.dirs() {
        gather(name, inner, all);
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_file_of_the_built_in_themes_is_text() {
        let files = super::files();
        for path in ["themes/bureau/templates/home.html", "themes/plain/theme.toml"] {
            assert!(files.iter().any(|f| f.path.as_str() == path), "{path}");
        }
        assert!(files.iter().all(|f| f.content != crate::source::Content::Damaged));
    }
}
