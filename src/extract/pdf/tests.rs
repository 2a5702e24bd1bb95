//! Whole files, made here.

use super::*;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write;

fn deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

fn stream(number: u32, dict: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("{number} 0 obj <</Length {}{dict}>> stream\r\n", data.len());
    [head.as_bytes(), data, b"\r\nendstream endobj\n"].concat()
}

/// A file of one page with a font of bytes, its content packed.
fn page(content: &str) -> Vec<u8> {
    let objects = "%PDF-1.4\n1 0 obj <</Type/Pages/Kids[2 0 R]/Resources<</Font<</F 3 0 R>>/XObject<</X 5 0 R>>>>>> endobj\n\
                   2 0 obj <</Type/Page/Parent 1 0 R/Contents[4 0 R]>> endobj\n3 0 obj <</Type/Font/Subtype/Type1>> endobj\n";
    [objects.as_bytes(), &stream(4, "/Filter/FlateDecode", &deflate(content.as_bytes()))].concat()
}

/// The words of a file.
fn read(file: &[u8]) -> Result<String, Unread> {
    let mut words = String::new();
    super::words(file, &mut words).map(|()| words)
}

fn of(content: &str) -> Result<String, Unread> {
    read(&page(content))
}

#[test]
fn text_that_stands_together_is_together() {
    let text =
        of("BT /F 12 Tf 72 700 Td (138) Tj (0000) Tj [(00) -20 (0) -500 (0)] TJ 0 -14 Td (1) Tj T* (2) Tj (3) ' ET").unwrap();
    assert_eq!(text, "\n1380000000 0\n1\n2\n3\n");
    let apart =
        of("BT /F 12 Tf 1 0 0 1 72 700 Tm (a) Tj ET BT /F 12 Tf 1 0 0 1 99 700 Tm (b) Tj 1 0 0 1 72 690 Tm (c) Tj ET").unwrap();
    assert_eq!(apart, "\na b\nc\n");
}

#[test]
fn packed_objects_forms_and_fonts_with_maps_are_read() {
    let packed = "6 0 7 62 <</Type/Page/Contents 8 0 R/Resources<</Font<</G 7 0 R>>>>>> \
                  <</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 9 0 R>>";
    let first = packed.find("<<").unwrap();
    let offset = packed.rfind("<</Type/Font").unwrap() - first;
    let packed = packed.replacen("62", &offset.to_string(), 1);
    let file = [
        b"%PDF-1.7\n".to_vec(),
        stream(
            10,
            &format!("/Type/ObjStm/N 2/First {}/Filter/FlateDecode", packed.find("<<").unwrap()),
            &deflate(packed.as_bytes()),
        ),
        stream(8, "", b"BT /G 9 Tf <00010002> Tj ET"),
        stream(9, "/Filter[/FlateDecode]", &deflate(b"1 beginbfrange <0001> <0009> <0031> endbfrange")),
    ];
    assert_eq!(read(&file.concat()).as_deref(), Ok("12\n"));
    let form = [page("BT /F 9 Tf (a) Tj ET /X Do /X Do"), stream(5, "/Subtype/Form", b"BT /F 9 Tf (form) Tj ET")].concat();
    assert_eq!(read(&form).as_deref(), Ok("aform\n"));
}

#[test]
fn notes_and_properties_are_words_too() {
    let file = [page("BT /F 9 Tf (a) Tj ET"), b"7 0 obj <</Title<FEFF7FA4>/Contents(note)>> endobj".to_vec()].concat();
    assert_eq!(read(&file).as_deref(), Ok("note\n群\na\n"));
}

#[test]
fn what_can_not_be_read_says_why() {
    assert_eq!(of("0 0 m 1 1 l S"), Err(Unread::Pictures));
    let glyphs = String::from_utf8_lossy(&page("")).replace("/Subtype/Type1", "/Subtype/Type0/Encoding/Identity-H");
    assert!(read(glyphs.as_bytes()).is_err());
    assert_eq!(read(b"%PDF-1.4\ntrailer <</Encrypt 3 0 R>>"), Err(Unread::Locked));
}

#[test]
fn bombs_and_circles_end() {
    // A hundred megabytes of blanks in a hundred kilobytes, and again.
    let bomb = deflate(&vec![b' '; 100 << 20]);
    assert!(bomb.len() < 200_000);
    let file = [page(""), stream(4, "/Filter/FlateDecode", &bomb)].concat();
    assert_eq!(read(&file), Err(Unread::TooLong));
    let twice = [page(""), stream(4, "/Filter[/FlateDecode/FlateDecode]", &deflate(&bomb))].concat();
    assert_eq!(read(&twice), Err(Unread::TooLong));
    let circle = [page("/X Do BT /F 9 Tf (a) Tj ET"), stream(5, "/Subtype/Form", b"/X Do")].concat();
    assert_eq!(read(&circle).as_deref(), Ok("a\n"));
    let parents = String::from_utf8_lossy(&page("")).replace("1 0 obj <</Type/Pages", "1 0 obj <</Parent 1 0 R");
    assert!(read(parents.as_bytes()).is_err());
}

#[test]
fn a_file_that_is_cut_or_changed_anywhere_does_no_harm() {
    let whole = page("BT /F 12 Tf 72 700 Td (13800000000) Tj ET");
    for at in 0..whole.len() {
        _ = read(&whole[..at]);
        for byte in [0, b'(', b'<', b'9', 0xFF] {
            let mut changed = whole.clone();
            changed[at] = byte;
            _ = read(&changed);
        }
    }
}
