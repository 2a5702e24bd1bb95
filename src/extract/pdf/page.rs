//! What pages show: the operators of text (ISO 32000-1, 9.4), in the order in which they are written.

use super::file::File;
use super::font::Font;
use super::object::{Dict, Lexer, Object, ROOM};
use crate::extract::Unread;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A page's parents are asked for what it lacks, so many of them.
const FARTHEST_PARENT: usize = 32;
/// Forms within forms are followed so far.
const DEEPEST_FORM: usize = 12;
/// A gap between two pieces of a text that is as wide as a blank, in thousandths of the type size.
const BLANK: f64 = -250.0;

/// Gathers the words of pages.
pub(super) struct Reader<'f, 'w> {
    file: &'f File<'f>,
    words: &'w mut String,
    /// Fonts that were read, by the numbers of their objects.
    fonts: BTreeMap<u32, Rc<Font>>,
    /// Forms that were shown; a letterhead on every page is read once.
    shown: BTreeSet<u32>,
    /// Whether any text was read, and whether any could not be.
    known: bool,
    unknown: bool,
}

/// Where text stands, as far as it tells whether two pieces are one.
#[derive(Default)]
struct Place {
    line: f64,
    shown_on: f64,
    moved: bool,
}

impl<'f, 'w> Reader<'f, 'w> {
    pub fn new(file: &'f File<'f>, words: &'w mut String) -> Self {
        Self { file, words, fonts: BTreeMap::new(), shown: BTreeSet::new(), known: false, unknown: false }
    }

    /// Whether all that is shown could be read.
    pub fn finish(self) -> Result<(), Unread> {
        if self.known && !self.unknown { Ok(()) } else { Err(Unread::Pictures) }
    }

    /// Reads a page.
    pub fn page(&mut self, page: &'f Object) -> Result<(), Unread> {
        let file = self.file;
        let Some(dict) = page.dict() else { return Ok(()) };
        let mut content = Vec::new();
        for part in file.get(dict, b"Contents").elements() {
            content.extend(file.data(file.follow(part))?.unwrap_or_default());
            content.push(b'\n');
        }
        self.show(&content, self.resources(dict), 0)?;
        self.words.push('\n');
        Ok(())
    }

    /// A page's resources, its own or its parents'.
    fn resources(&self, page: &'f Dict) -> Option<&'f Dict> {
        let mut page = page;
        for _ in 0..FARTHEST_PARENT {
            if let Some(own) = self.file.get(page, b"Resources").dict() {
                return Some(own);
            }
            page = self.file.get(page, b"Parent").dict()?;
        }
        None
    }

    fn show(&mut self, content: &[u8], resources: Option<&'f Dict>, depth: usize) -> Result<(), Unread> {
        let mut lexer = Lexer::new(content, 0);
        let (mut font, mut place) = (None, Place::default());
        let mut operands: Vec<Object> = Vec::new();
        while let Some(object) = lexer.next() {
            lexer.room = ROOM;
            let Object::Word(operator) = object else {
                operands.push(object);
                continue;
            };
            let number = |from_end: usize| operands.iter().rev().nth(from_end).and_then(Object::number).unwrap_or(0.0);
            match operator.as_slice() {
                b"Tf" => font = self.font(resources, &operands)?,
                b"BT" => place.line = 0.0,
                b"Td" | b"TD" => place.to(place.line + number(0)),
                b"Tm" => place.to(number(0)),
                b"T*" => place.next_line(),
                b"'" | b"\"" => {
                    place.next_line();
                    self.text(operands.last(), font.as_deref(), &mut place);
                }
                b"Tj" | b"TJ" => self.text(operands.last(), font.as_deref(), &mut place),
                b"Do" if depth < DEEPEST_FORM => self.form(resources, &operands, depth)?,
                // A picture's data may look like anything.
                b"ID" => lexer.at = end_of_picture(content, lexer.at),
                _ => {}
            }
            operands.clear();
        }
        Ok(())
    }

    fn font(&mut self, resources: Option<&'f Dict>, operands: &[Object]) -> Result<Option<Rc<Font>>, Unread> {
        let Some(found) = self.resource(resources, b"Font", operands.first()) else { return Ok(None) };
        let Some(dict) = self.file.follow(found).dict() else { return Ok(None) };
        let Object::Reference(number) = found else { return Ok(Some(Rc::new(Font::read(self.file, dict)?))) };
        if let Some(font) = self.fonts.get(number) {
            return Ok(Some(Rc::clone(font)));
        }
        let font = Rc::new(Font::read(self.file, dict)?);
        self.fonts.insert(*number, Rc::clone(&font));
        Ok(Some(font))
    }

    fn form(&mut self, resources: Option<&'f Dict>, operands: &[Object], depth: usize) -> Result<(), Unread> {
        let Some(found) = self.resource(resources, b"XObject", operands.first()) else { return Ok(()) };
        let form = self.file.follow(found);
        let first = match found {
            Object::Reference(number) => self.shown.insert(*number),
            _ => true,
        };
        if !first || !self.file.is(form, b"Subtype", b"Form") {
            return Ok(());
        }
        let own = form.dict().and_then(|dict| self.file.get(dict, b"Resources").dict());
        let content = self.file.data(form)?.unwrap_or_default();
        self.show(&content, own.or(resources), depth + 1)
    }

    /// What has a name among resources, as it stands there.
    fn resource(&self, resources: Option<&'f Dict>, kind: &[u8], name: Option<&Object>) -> Option<&'f Object> {
        self.file.get(resources?, kind).dict()?.get(name?.name()?)
    }

    fn text(&mut self, shown: Option<&Object>, font: Option<&Font>, place: &mut Place) {
        self.words.extend(place.gap());
        for piece in shown.map_or(&[][..], Object::elements) {
            match piece {
                Object::Text(codes) => match font {
                    Some(font) if font.decode(codes, self.words) => self.known |= !codes.is_empty(),
                    _ => self.unknown = true,
                },
                Object::Number(gap) if *gap < BLANK => self.words.push(' '),
                _ => {}
            }
        }
    }
}

impl Place {
    fn to(&mut self, line: f64) {
        self.line = line;
        self.moved = true;
    }

    fn next_line(&mut self) {
        self.to(self.line - 1.0);
    }

    /// What parts the text that is shown next from the one before.
    fn gap(&mut self) -> Option<char> {
        let same = (self.line - self.shown_on).abs() < 0.5;
        let gap = if same { ' ' } else { '\n' };
        self.shown_on = self.line;
        std::mem::take(&mut self.moved).then_some(gap)
    }
}

/// Where the data of an inline picture ends: at `EI` between blanks.
fn end_of_picture(content: &[u8], from: usize) -> usize {
    let rest = content.get(from..).unwrap_or(&[]);
    let is_end = |window: &[u8]| matches!(window, [before, b'E', b'I', after] if before.is_ascii_whitespace() && after.is_ascii_whitespace());
    rest.windows(4).position(is_end).map_or(content.len(), |at| from + at + 3)
}
