//! Figures into lengths and places: the geometry of every drawing.
//!
//! A drawing is a line from 0 to [`WHOLE`] that becomes as wide as its page allows. Names and figures stay text beside it,
//! which wraps, grows and is read aloud; inside stand only the short labels of an axis, and so many of them that they have
//! room on the narrowest page. Everything here is a pure function of figures; how it is painted is the theme's.

mod axis;
mod bar;
mod time_line;

pub use axis::{Tick, axis};
pub use bar::{Bar, Segment, runs, share, stacked};
pub use time_line::TimeLine;

/// Where every drawing ends.
pub const WHOLE: f64 = 100.0;

/// As exact as anyone can see.
fn rounded(place: f64) -> f64 {
    if place.is_finite() { (place.clamp(0.0, WHOLE) * 10.0).round() / 10.0 } else { 0.0 }
}
