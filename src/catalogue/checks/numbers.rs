//! 發文字號 have the form 機關代字〔年份〕序號號, in U+3014 and U+3015, without 第 and without leading zero.

use crate::diagnostic::{Code, Finding, Findings};
use crate::say;
use crate::source::At;

/// Reports a number of another form, with the right form where it can be worked out.
pub fn document_number(number: &At<String>, findings: &mut Findings) {
    let text = number.it.as_str();
    match judge(text) {
        Shape::Right => {}
        Shape::Withheld => findings.push(Finding::new(
            Code::WithheldDocumentNumber,
            number.span,
            say!("digits of the document number `{text}` are withheld", "發文字號「{text}」隱去了數字"),
        )),
        Shape::Wrong(mend) => {
            let finding = Finding::new(
                Code::MalformedDocumentNumber,
                number.span,
                say!("`{text}` is not of the form 機關〔2015〕99號", "「{text}」不合「機關〔2015〕99號」的寫法"),
            );
            findings.push(match mend {
                // Brackets, 第, zeros and blanks have one right form; a number without 號 may be something else.
                Some(right) if text.ends_with(['號', '号']) => {
                    finding.mend(number.span, right.clone(), say!("write `{right}`", "請寫「{right}」"))
                }
                Some(right) => finding.put(number.span, right.clone(), say!("write `{right}`", "請寫「{right}」")),
                None => finding.hint(say!(
                    "the year stands in 〔〕 (U+3014, U+3015), the number has no 第 and no leading zero, 號 ends it",
                    "年份放在六角括號〔〕裡，序號不加「第」、不編虛位，以「號」結尾"
                )),
            });
        }
    }
}

#[derive(Debug, PartialEq)]
enum Shape {
    Right,
    Withheld,
    Wrong(Option<String>),
}

fn judge(text: &str) -> Shape {
    if let Some((_, year, count)) = parts(text) {
        return if (year.clone() + &count).contains(['X', 'x', '×', 'Ｘ']) { Shape::Withheld } else { Shape::Right };
    }
    // Other brackets, 第, leading zeros and blanks are what is usually wrong.
    let mut mended = String::new();
    for c in text.chars() {
        match c {
            '[' | '［' | '【' | '(' | '（' | '﹝' | '「' | '〖' => mended.push('〔'),
            ']' | '］' | '】' | ')' | '）' | '﹞' | '」' | '〗' => mended.push('〕'),
            '第' | ' ' | '\u{3000}' => {}
            '０'..='９' => mended.extend(char::from_u32(c as u32 - 0xFEE0)),
            c => mended.push(c),
        }
    }
    while mended.contains("〕0") {
        mended = mended.replace("〕0", "〕");
    }
    if !mended.ends_with(['號', '号']) {
        mended.push('號');
    }
    Shape::Wrong(parts(&mended).map(|_| mended))
}

/// Issuer's mark, year and number of a well-formed document number; digits may be withheld (X).
fn parts(text: &str) -> Option<(String, String, String)> {
    let (mark, rest) = text.split_once('〔')?;
    let (year, rest) = rest.split_once('〕')?;
    let count = rest.strip_suffix('號').or_else(|| rest.strip_suffix('号'))?;
    let digit = |c: char| c.is_ascii_digit() || "Xx×Ｘ".contains(c);
    let han = !mark.is_empty()
        && mark.chars().all(|c| ('\u{3400}'..='\u{9fff}').contains(&c) || ('\u{20000}'..='\u{3ffff}').contains(&c));
    let fine = han
        && year.chars().count() == 4
        && year.chars().all(digit)
        && !count.is_empty()
        && count.chars().all(digit)
        && !count.starts_with('0');
    fine.then(|| (mark.to_owned(), year.to_owned(), count.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shape_and_mend() {
        assert_eq!(judge("甌委辦發〔2015〕99號"), Shape::Right);
        assert_eq!(judge("黑政辦規〔2019〕5號"), Shape::Right);
        assert_eq!(judge("甌委辦發〔20XX〕99號"), Shape::Withheld);
        for (wrong, right) in [
            ("甌委辦發[2015]99號", "甌委辦發〔2015〕99號"),
            ("甌委辦發（2015）099號", "甌委辦發〔2015〕99號"),
            ("甌委辦發〔2015〕第99號", "甌委辦發〔2015〕99號"),
            ("甌委辦發〔2015〕99", "甌委辦發〔2015〕99號"),
            ("瓯委办发[2015]99号", "瓯委办发〔2015〕99号"),
        ] {
            assert_eq!(judge(wrong), Shape::Wrong(Some(right.to_owned())), "{wrong}");
        }
        assert_eq!(judge("no. 12"), Shape::Wrong(None));
    }
}
