//! The default theme, which is part of the program.

use crate::source::{Content, SitePath, Source};
use include_dir::{Dir, include_dir};

/// Its name.
pub const NAME: &str = "bureau";

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/bureau");

/// Its files, as sources under `themes/bureau/`.
pub fn files() -> Vec<Source> {
    let mut all = Vec::new();
    gather(&FILES, &mut all);
    all
}

fn gather(folder: &Dir<'_>, all: &mut Vec<Source>) {
    for file in folder.files() {
        let path = SitePath::new(format!("themes/{NAME}/{}", file.path().to_string_lossy().replace('\\', "/")));
        // Everything in it is text: templates, words, styles, scripts, drawings.
        let content = file.contents_utf8().map_or(Content::Damaged, |text| Content::Text(text.to_owned()));
        all.push(Source { path, content, disk: None });
    }
    for inner in folder.dirs() {
        gather(inner, all);
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_file_of_the_default_theme_is_text() {
        let files = super::files();
        assert!(files.iter().any(|f| f.path.as_str() == "themes/bureau/templates/home.html"));
        assert!(files.iter().all(|f| f.content != crate::source::Content::Damaged));
    }
}
