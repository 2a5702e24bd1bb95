//! The stable names of findings.

use super::Tongue;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Stops `build`, `archive` and `publish`.
    Error,
    /// Ought to be looked at; `--deny warnings` makes it stop the work.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// As it stands in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }

    /// As people read it.
    pub fn word(self, tongue: Tongue) -> &'static str {
        match (self, tongue) {
            (severity, Tongue::En) => severity.as_str(),
            (Self::Error, Tongue::Zh) => "錯誤",
            (Self::Warning, Tongue::Zh) => "警告",
            (Self::Note, Tongue::Zh) => "說明",
        }
    }
}

macro_rules! codes {
    // What may be accepted with a reason: what does not stop the work, and the errors that say so.
    (@waivable Error) => { false };
    (@waivable $severity:ident $($waivable:ident)?) => { true };
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal, $severity:ident $(, $waivable:ident)?;)+) => {
        /// What kind of finding it is. The text form is stable: tools and waivers rely on it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $name,)+ }

        impl Code {
            /// Every code, in the order of this table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The stable text form.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// How bad a finding of this code is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)+ }
            }

            /// Whether a writer may accept a finding of this code with a reason (front matter `waivers`).
            pub fn may_be_waived(self) -> bool {
                match self { $(Self::$name => codes!(@waivable $severity $($waivable)?),)+ }
            }

            /// One English line about it.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),+).trim_ascii(),)+ }
            }

            /// The file with its explanation.
            pub(super) fn explanation(self) -> &'static str {
                match self { $(Self::$name => include_str!(concat!("explain/", $text, ".md")),)+ }
            }
        }
    };
}

codes! {
    // Files
    /// A file can't be read
    UnreadableFile = "unreadable-file", Error;
    /// A text file is not in UTF-8
    NotUtf8 = "not-utf-8", Error;
    /// A link on disk is not followed
    SymbolicLink = "symbolic-link", Warning;
    /// A file stands where the program does not look
    MisplacedFile = "misplaced-file", Warning;
    /// A file's name is not of the form `kind-slug.language.md`
    MalformedFileName = "malformed-file-name", Error;
    /// A language suffix is not in the configuration
    UnknownLanguage = "unknown-language", Error;
    /// A folder's name is not a period
    UnknownPeriod = "unknown-period", Error;
    /// A document kind is not in the configuration
    UnknownKind = "unknown-kind", Error;
    // Syntax
    /// A document has no front matter
    MissingFrontMatter = "missing-front-matter", Error;
    /// Front matter is not valid YAML
    YamlSyntax = "yaml-syntax", Error;
    /// A TOML file is not valid
    TomlSyntax = "toml-syntax", Error;
    /// A full-width character stands where YAML or TOML needs its half-width twin
    FullWidthSyntax = "full-width-syntax", Error;
    /// Things are inside each other deeper than anyone can follow
    NestedTooDeep = "nested-too-deep", Error;
    /// A key is not known here
    UnknownKey = "unknown-key", Error;
    /// A key is given twice
    DuplicateKey = "duplicate-key", Error;
    /// A key that is needed is not given
    MissingKey = "missing-key", Error;
    /// A document has no title
    MissingTitle = "missing-title", Error;
    /// A value is of the wrong type
    WrongType = "wrong-type", Error;
    /// A value is not one of the words allowed here
    UnknownValue = "unknown-value", Error;
    /// A date is not written as EDTF
    MalformedDate = "malformed-date", Error;
    /// A number is not written as it should be
    MalformedNumber = "malformed-number", Error;
    /// A document number is not of the form 機關〔年〕號
    MalformedDocumentNumber = "malformed-document-number", Error;
    /// Digits of a document number are withheld
    WithheldDocumentNumber = "withheld-document-number", Note;
    /// A name, address or code is not of the form it must have
    MalformedValue = "malformed-value", Error;
    // References
    /// A community is not known
    UnknownCommunity = "unknown-community", Error;
    /// Communities are each other's parents
    CommunityCycle = "community-cycle", Error;
    /// A field is not in the configuration
    UnknownField = "unknown-field", Error;
    /// An activity type is not in the vocabulary
    UnknownActivityType = "unknown-activity-type", Error;
    /// A member is not among the community's
    UnknownMember = "unknown-member", Error;
    /// An organisation is not known
    UnknownOrganisation = "unknown-organisation", Error;
    /// A document is not known
    UnknownDocument = "unknown-document", Error;
    /// A planned activity is not in the plan
    UnknownActivity = "unknown-activity", Error;
    /// A target is not in the plan
    UnknownTarget = "unknown-target", Error;
    /// A commitment counts something that is not known
    UnknownMeasure = "unknown-measure", Error;
    /// A waiver or report names a finding that does not exist
    UnknownCode = "unknown-code", Error;
    /// Two things have one id
    DuplicateId = "duplicate-id", Error;
    /// Two things have one URL
    DuplicateUrl = "duplicate-url", Error;
    /// A file that is named is not there
    MissingAttachment = "missing-attachment", Error;
    /// A file beside documents is attached by none of them
    UnattachedFile = "unattached-file", Warning;
    /// A link's file is not there
    BrokenLink = "broken-link", Error;
    /// A link's heading is not there
    BrokenHeading = "broken-heading", Error;
    /// A published document refers to one that is not published
    LinkToUnpublished = "link-to-unpublished", Error;
    /// A picture would be loaded from another host
    RemotePicture = "remote-picture", Error;
    /// A link would run something in the reader's browser
    UnsafeLink = "unsafe-link", Error;
    /// A picture's file is not the picture that its name says
    DamagedPicture = "damaged-picture", Warning;
    /// A picture has no text for those who can't see it
    MissingAlternative = "missing-alternative", Warning;
    /// Raw HTML is shown as text
    RawHtml = "raw-html", Warning;
    // Text
    /// Characters stand where others were lost
    DamagedText = "damaged-text", Error;
    /// A character is not seen and has no use
    InvisibleCharacter = "invisible-character", Error;
    /// GBK text lost a byte
    ShiftedText = "shifted-text", Warning;
    /// A converter left readings in the text
    ReadingInText = "reading-in-text", Warning;
    /// A text of one script has characters of the other
    MixedScript = "mixed-script", Warning;
    /// Half-width punctuation stands between Chinese characters
    HalfWidthPunctuation = "half-width-punctuation", Warning;
    /// Dots or hyphens stand in place of …… or ——
    MakeshiftPunctuation = "makeshift-punctuation", Warning;
    /// Digits or letters are full-width
    FullWidthLetters = "full-width-letters", Warning;
    /// A bracket has no partner
    UnbalancedBrackets = "unbalanced-brackets", Warning;
    /// A number of the text is not written 一、（一）1.（1）
    NumberingForm = "numbering-form", Warning;
    /// A number of the text is left out or given twice
    NumberingOrder = "numbering-order", Warning;
    /// The year of a document number stands in wrong brackets
    DocumentNumberBrackets = "document-number-brackets", Warning;
    /// Published text has something to be filled in
    Placeholder = "placeholder", Warning;
    /// An annex is referred to and not attached
    AnnexNotAttached = "annex-not-attached", Warning;
    // Facts
    /// Path and front matter tell differently
    PathConflict = "path-conflict", Error;
    /// Original and translation tell differently
    TranslationConflict = "translation-conflict", Error;
    /// A translation says again what the original says
    RepeatedFact = "repeated-fact", Warning;
    /// A translation has no original
    MissingOriginal = "missing-original", Error;
    /// The original changed after it was translated
    StaleTranslation = "stale-translation", Warning;
    /// Two dates contradict each other
    DateOrder = "date-order", Error;
    /// An activity lies outside its document's period
    DateOutsidePeriod = "date-outside-period", Warning;
    /// A target does not say how it is measured
    MalformedTarget = "malformed-target", Error;
    /// A commitment says nothing that can be counted
    MalformedCommitment = "malformed-commitment", Error;
    /// A rota can't be worked out
    MalformedRota = "malformed-rota", Error;
    // Publication
    /// A published document has no approval
    MissingApproval = "missing-approval", Error;
    /// An approval carries no digest
    ApprovalWithoutDigest = "approval-without-digest", Warning;
    /// An approved document changed after its approval
    ChangedAfterApproval = "changed-after-approval", Error;
    /// The kept copy of an approved edition is not there, or not as it was sealed
    BrokenEdition = "broken-edition", Error;
    /// An earlier edition can't be read any more
    MissingEdition = "missing-edition", Warning;
    /// A later edition does not say what it changed
    MissingChangeNote = "missing-change-note", Error;
    /// A withdrawn document does not say when and why
    MissingWithdrawal = "missing-withdrawal", Error;
    /// A document does not say how long it is kept
    MissingRetention = "missing-retention", Warning;
    /// State and facts of a document contradict each other
    StateConflict = "state-conflict", Error;
    /// A waiver accepts a finding that is not there
    UnusedWaiver = "unused-waiver", Warning;
    /// A finding that can't be waived is named in a waiver
    WaiverNotAllowed = "waiver-not-allowed", Error;
    // Personal data: errors, because what is once on the web can't be taken back; but someone may answer for it
    /// An identity card's number
    PersonalResidentId = "personal-resident-id", Error, waivable;
    /// A mobile number
    PersonalMobile = "personal-mobile", Error, waivable;
    /// A bank card's number
    PersonalBankCard = "personal-bank-card", Error, waivable;
    /// A passport's or permit's number
    PersonalPassport = "personal-passport", Error, waivable;
    /// The number of a chat group or account
    PersonalGroupNumber = "personal-group-number", Error, waivable;
    /// A file's text can't be looked at
    UnexaminedFile = "unexamined-file", Warning;
    // Theme
    /// A theme is not there
    UnknownTheme = "unknown-theme", Error;
    /// The strings of a theme's languages differ
    ThemeStrings = "theme-strings", Error;
    /// A template has a mistake
    TemplateError = "template-error", Error;
}

impl Code {
    /// The code with this text form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }

    /// Whether it may be about the words of a file that is carried along, which not every command reads.
    pub fn is_of_files(self) -> bool {
        matches!(
            self,
            Self::PersonalResidentId
                | Self::PersonalMobile
                | Self::PersonalBankCard
                | Self::PersonalPassport
                | Self::PersonalGroupNumber
                | Self::UnexaminedFile
        )
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_accepted_only_where_their_line_says_so() {
        let errors = Code::ALL.iter().filter(|code| code.severity() == Severity::Error && code.may_be_waived());
        assert!(errors.clone().count() > 0 && errors.clone().all(|code| code.as_str().starts_with("personal-")));
        assert!(Code::ALL.iter().all(|code| code.severity() == Severity::Error || code.may_be_waived()));
    }
}
