//! The words of a PDF: what its pages show, what its notes and forms hold, its title and the like.
//!
//! No more of the format is read than that needs: [`object`] reads objects, [`file`] finds them, [`font`] knows which
//! characters a font's codes are, [`page`] follows what is shown. The crates that can do this load a whole document
//! first, which a file made for it turns into any amount of memory.

mod file;
mod font;
mod object;
mod page;

use super::Unread;
use file::File;
use object::Object;
use page::Reader;

/// Keys under which a dictionary holds words for people: notes, forms, properties, alternatives, links.
const WORDS: [&[u8]; 9] = [b"Contents", b"V", b"Title", b"Subject", b"Keywords", b"Author", b"ActualText", b"Alt", b"URI"];

/// As [`super::words`].
pub(super) fn words(bytes: &[u8], into: &mut String) -> Result<(), Unread> {
    let file = File::read(bytes)?;
    for dict in file.objects().filter_map(Object::dict) {
        for key in WORDS {
            if let Object::Text(text) = file.get(dict, key) {
                into.push_str(&font::of_text_string(text));
                into.push('\n');
            }
        }
    }
    let mut reader = Reader::new(&file, into);
    for page in file.objects().filter(|object| file.is(object, b"Type", b"Page")) {
        reader.page(page)?;
    }
    reader.finish()
}

#[cfg(test)]
mod tests;
