//! The root of an SVG drawing: `width` and `height` in pixels, or else the sides of its `viewBox`.

use super::Picture;
use quick_xml::Reader;
use quick_xml::events::Event;

/// Measures a drawing by its beginning.
pub(super) fn measure(beginning: &[u8]) -> Picture {
    // What is cut off in the middle of a character can't be in the root's tag any more.
    let text = match std::str::from_utf8(beginning) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(beginning.get(..error.valid_up_to()).unwrap_or_default()).unwrap_or_default(),
    };
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    loop {
        match reader.read_event() {
            Ok(Event::Start(root) | Event::Empty(root)) if root.local_name().as_ref() == "svg" => {
                let value = |name: &str| {
                    let found = root.attributes().with_checks(false).flatten().find(|a| a.key.as_ref() == name)?;
                    Some(found.value.into_owned())
                };
                let side = |name| pixels(value(name)?.trim().trim_end_matches("px"));
                let own = side("width").zip(side("height"));
                return match own.or_else(|| view_box(&value("viewBox")?)) {
                    Some((width, height)) => Picture::Sized(width, height),
                    None => Picture::Unsized,
                };
            }
            Ok(Event::Start(_) | Event::Empty(_) | Event::End(_) | Event::Eof) | Err(_) => return Picture::Damaged,
            Ok(_) => {}
        }
    }
}

fn view_box(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.split([' ', ',', '\t', '\n', '\r']).filter(|part| !part.is_empty()).skip(2);
    Some((pixels(numbers.next()?)?, pixels(numbers.next()?)?))
}

/// A length in whole pixels; `None` for one in another unit.
fn pixels(text: &str) -> Option<u32> {
    let length: f64 = text.parse().ok()?;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is between 1 and a million")]
    (0.5..1e6).contains(&length).then(|| length.round() as u32)
}
