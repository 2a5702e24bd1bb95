//! Links of a body lead somewhere, safely; pictures have words for those who can't see them.

use crate::catalogue::Version;
use crate::catalogue::links::{Broken, LinkTarget, Places};
use crate::diagnostic::{Code, Finding, Findings};
use crate::document::html;
use crate::document::markdown::Link;
use crate::say;
use crate::source::{Content, Picture, Span};
use std::collections::BTreeMap;

/// Resolves every link of a text and reports what is wrong with them.
pub(in crate::catalogue) fn of_version(
    places: &Places<'_>,
    version: &Version,
    raw_html: bool,
    findings: &mut Findings,
) -> BTreeMap<String, LinkTarget> {
    let place = |range: &std::ops::Range<usize>| {
        Span::new(version.source, version.body.start + range.start..version.body.start + range.end)
    };
    let in_html = if raw_html && !version.outline.raw_html.is_empty() {
        html::links(places.sources.get(version.source).text().get(version.body.clone()).unwrap_or(""))
    } else {
        html::Found::default()
    };
    let mut targets = BTreeMap::new();
    let written = version.outline.links.iter().map(|link| (link, false));
    for (link, in_tag) in written.chain(in_html.links.iter().map(|link| (link, true))) {
        match places.resolve(version.source, link) {
            Ok(target) => {
                if link.image && is_damaged(places, &target) {
                    findings.push(damaged(link, place(&link.to_range)));
                }
                targets.insert(link.to.clone(), target);
            }
            // Names that the HTML gives are there for its own links.
            Err(Broken::NoHeading(_))
                if in_tag && link.to.strip_prefix('#').is_some_and(|name| name.is_empty() || in_html.names.contains(name)) => {}
            Err(broken) => findings.push(finding(places, link, broken, place(&link.to_range))),
        }
        if link.image && link.alt.trim().is_empty() {
            let how = if in_tag {
                say!("write what it shows as its `alt`", "請在 alt 裡寫出圖的內容")
            } else {
                say!("write what it shows between the brackets: ![…](…)", "請在方括號裡寫出圖的內容：![…](…)")
            };
            findings.push(
                Finding::new(
                    Code::MissingAlternative,
                    place(&link.range),
                    say!("the picture has no text for readers who can't see it", "圖片沒有替代文字，看不見圖的讀者無從得知內容"),
                )
                .hint(how),
            );
        }
    }
    if !raw_html && let Some(first) = version.outline.raw_html.first() {
        findings.push(
            Finding::new(Code::RawHtml, place(first), say!("HTML in a body is shown as text", "正文裡的 HTML 會當作文字顯示"))
                .hint(say!(
                    "write it in Markdown, or set `raw-html = true` in fangan.toml",
                    "請改用 Markdown，或在 fangan.toml 裡設 raw-html = true"
                )),
        );
    }
    targets
}

fn is_damaged(places: &Places<'_>, target: &LinkTarget) -> bool {
    let LinkTarget::File(source) = target else { return false };
    matches!(places.sources.get(*source).content, Content::Blob { picture: Some(Picture::Damaged), .. })
}

fn damaged(link: &Link, span: Span) -> Finding {
    let to = link.to.as_str();
    Finding::new(
        Code::DamagedPicture,
        span,
        say!("`{to}` is not a picture, or not a whole one", "「{to}」不是圖片檔，或者檔案不完整"),
    )
    .hint(say!(
        "open the file to see whether it shows; copy or save it again as JPEG, PNG, GIF, WebP or SVG",
        "請打開檔案看看能否顯示；重新複製，或另存為 JPEG、PNG、GIF、WebP 或 SVG"
    ))
}

fn finding(places: &Places<'_>, link: &Link, broken: Broken, span: Span) -> Finding {
    let to = link.to.as_str();
    match broken {
        Broken::Unsafe => Finding::new(
            Code::UnsafeLink,
            span,
            say!("`{to}` is no address that a reader may follow", "「{to}」不是可以讓讀者打開的網址"),
        )
        .hint(say!("use https, http, mailto or a file of this site", "請用 https、http、mailto，或本站的檔案")),
        Broken::Remote => {
            Finding::new(Code::RemotePicture, span, say!("the picture would be loaded from another host", "圖片會從別的網站載入"))
                .hint(say!("put the file beside the document and name it here", "請把圖片檔放在文件旁邊，再寫它的檔名"))
        }
        Broken::Absolute => {
            Finding::new(Code::BrokenLink, span, say!("`{to}` is not a path from this file", "「{to}」不是從這個檔案出發的路徑"))
                .hint(say!(
                    "write the path as your editor follows it, such as ../2024-1/summary.zh.md",
                    "請寫編輯器能打開的路徑，例如 ../2024-1/summary.zh.md"
                ))
        }
        Broken::Outside => Finding::new(Code::BrokenLink, span, say!("`{to}` leads out of the site", "「{to}」通到網站之外")),
        Broken::NoFile(path) => {
            let beside = places.sources.below(path.folder()).filter(|(_, s)| s.path.folder() == path.folder());
            let valid: Vec<&str> = beside.map(|(_, s)| s.path.file_name()).collect();
            let finding = Finding::new(Code::BrokenLink, span, say!("there is no file `{path}`", "沒有檔案「{path}」"));
            match crate::diagnostic::nearest(path.file_name(), &valid) {
                Some(near) => {
                    let folder = to.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
                    finding.put(span, format!("{folder}{near}"), say!("did you mean `{near}`?", "是否要寫「{near}」？"))
                }
                None => finding,
            }
        }
        Broken::NoHeading(headings) => {
            let fragment = to.split_once('#').map_or("", |(_, f)| f);
            let finding = Finding::new(
                Code::BrokenHeading,
                span,
                say!("there is no heading `{fragment}` there", "那裡沒有標題「{fragment}」"),
            );
            if headings.is_empty() {
                return finding.hint(say!("the text has no headings", "那份文件沒有標題"));
            }
            let valid: Vec<&str> = headings.iter().map(String::as_str).collect();
            match crate::diagnostic::nearest(fragment, &valid) {
                Some(near) => {
                    let path = to.split_once('#').map_or("", |(p, _)| p);
                    finding.put(span, format!("{path}#{near}"), say!("did you mean `#{near}`?", "是否要寫「#{near}」？"))
                }
                None => {
                    let (en, zh) = (valid.join(", "), valid.join("、"));
                    finding.hint(say!("its headings are: {en}", "那裡的標題有：{zh}"))
                }
            }
        }
    }
}
