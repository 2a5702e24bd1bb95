//! The command line: each flag is defined here once; help, man page and completions come from it.

use crate::diagnostic::Tongue;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Turns a bureau's programme documents into a public record: Markdown in, a bilingual static site out.
#[derive(Debug, Parser)]
#[command(name = "fangan", version, about, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    /// Flags of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Flags of every command.
#[derive(Clone, Debug, Args)]
pub struct Global {
    /// The site's folder (the one with fangan.toml); otherwise the folder you are in or the nearest above it
    #[arg(long, global = true, value_name = "DIR")]
    pub site: Option<PathBuf>,
    /// Language of messages; otherwise that of your locale
    #[arg(long, global = true, value_enum)]
    pub lang: Option<Lang>,
    /// When to colour messages
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// No progress and no closing line; findings are still printed
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

/// Language of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// English
    En,
    /// 中文
    Zh,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// Where a terminal reads it; NO_COLOR and CLICOLOR_FORCE are honoured
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a new site that builds at once
    Init(Init),
    /// Make a new community or document in its right place
    New(New),
    /// Build the public site
    Build(Build),
    /// Preview the site with drafts while you write; pages change as you save
    Serve(Serve),
    /// Report every finding about the content, writing nothing unless --fix asks for it
    Check(Check),
    /// Say what a finding means, with an example and the mend
    Explain(Explain),
    /// List documents with their state, translations and commitments
    List(List),
    /// See how translations stand, or record that one is up to date
    Translate(Translate),
    /// Hand drafts in for approval
    Submit(Submit),
    /// Approve documents and seal them: any later change is noticed
    Approve(Approve),
    /// Begin the next edition of an approved document
    Amend(Amend),
    /// Show what changed in a document since it was approved
    Diff(Diff),
    /// Put a newer document in the place of an approved one
    Supersede(Supersede),
    /// Withdraw a published document; a page with date and reason remains
    Withdraw(Withdraw),
    /// Print a JSON Schema, for editors that check while you type
    Schema(Schema),
    /// Print completions for a shell
    Completions(Completions),
    /// Print the manual page
    Man,
}

/// `fangan init`
#[derive(Debug, Args)]
pub struct Init {
    /// The folder, made if it is not there; otherwise the one you are in. What it holds already is left alone
    pub dir: Option<PathBuf>,
}

/// `fangan new`
#[derive(Debug, Args)]
pub struct New {
    /// What to make
    #[command(subcommand)]
    pub what: NewWhat,
}

/// What `fangan new` makes.
#[derive(Debug, Subcommand)]
pub enum NewWhat {
    /// A community: its folder with community.toml, to be filled in
    Community(NewCommunity),
    /// A plan, with an activity for each of the community's commitments
    Plan(NewDocument),
    /// A summary, with the plan's activities and targets to report on
    Summary(NewDocument),
    /// An activity programme
    Activity(NewDocument),
    /// A document of a kind from fangan.toml
    Document {
        /// The kind
        kind: String,
        /// The rest
        #[command(flatten)]
        document: NewDocument,
    },
}

/// `fangan new community`
#[derive(Debug, Args)]
pub struct NewCommunity {
    /// Its folder's name: letters, digits and hyphens, in any script
    pub id: String,
    /// Its full name; otherwise the id, to be changed
    #[arg(long)]
    pub name: Option<String>,
    /// The community that it belongs to
    #[arg(long)]
    pub parent: Option<String>,
}

/// `fangan new plan` and the like
#[derive(Debug, Args)]
pub struct NewDocument {
    /// The community's id; may be left out where the site has only one, or inside its folder
    #[arg(long, short)]
    pub community: Option<String>,
    /// The period, such as 2024-1, ay2024 or 2024; otherwise that of the folder you are in, or the current one: a term,
    /// or what the community's other documents speak of
    #[arg(long, short)]
    pub period: Option<String>,
    /// A name for it, where the period has several of the kind: letters, digits and hyphens, in any script
    #[arg(long)]
    pub slug: Option<String>,
    /// Its title; otherwise made of community, period and kind
    #[arg(long)]
    pub title: Option<String>,
    /// Its language, by code; otherwise the site's default. A document that is there in another one gets a translation to
    /// fill in
    #[arg(long)]
    pub language: Option<String>,
}

/// `fangan build`
#[derive(Debug, Args)]
pub struct Build {
    /// Where to write the site
    #[arg(long, short, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// The address under which it will be published, instead of the configured one
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// With drafts and submitted documents, under a banner; never publish such a site
    #[arg(long)]
    pub drafts: bool,
    /// The day that "current term", "on duty" and "due" mean; otherwise SOURCE_DATE_EPOCH, else today
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Write every file again, also those that are there already and have not changed
    #[arg(long)]
    pub clean: bool,
}

/// `fangan serve`
#[derive(Debug, Args)]
pub struct Serve {
    /// The address to listen on; 0.0.0.0 shows drafts to everyone who can reach this machine
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub host: String,
    /// The port; the next one that is free where it is taken, 0 for any
    #[arg(long, default_value_t = 4747)]
    pub port: u16,
    /// Open the preview in your browser
    #[arg(long)]
    pub open: bool,
    /// Look for changes every now and then, for network drives that do not tell of them
    #[arg(long)]
    pub poll: bool,
    /// How files open from the preview: vscode, none, or an address with {path}, {line} and {column}
    #[arg(long, value_name = "EDITOR", default_value = "vscode")]
    pub editor: String,
    /// The day that "now" means, such as 2024-12-09
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

/// `fangan check`
#[derive(Debug, Args)]
pub struct Check {
    /// How to print findings
    #[arg(long, value_enum, default_value_t = FindingFormat::Human)]
    pub format: FindingFormat,
    /// Make warnings stop the work, as errors do
    #[arg(long, value_name = "WHAT", value_enum)]
    pub deny: Option<Deny>,
    /// Put in place what is certain: punctuation, look-alikes in front matter, readings left in text and the like; what
    /// then remains is reported. Documents whose approval carries a digest are left alone
    #[arg(long)]
    pub fix: bool,
    /// With --fix: show the difference, write nothing
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
    /// The day that "due" means; otherwise SOURCE_DATE_EPOCH, else today
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

/// What `--deny` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Every warning
    Warnings,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FindingFormat {
    /// For people, with the source line
    Human,
    /// One line each
    Short,
    /// One JSON object each
    Json,
    /// A SARIF 2.1.0 log
    Sarif,
    /// GitHub workflow commands
    Github,
}

/// `fangan explain`
#[derive(Debug, Args)]
pub struct Explain {
    /// The finding's name, such as unknown-key; without one, all are listed
    pub code: Option<String>,
}

/// `fangan list`
#[derive(Debug, Args)]
pub struct List {
    /// How to print
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    pub format: ListFormat,
    /// Only this community
    #[arg(long, short)]
    pub community: Option<String>,
    /// Only this period
    #[arg(long, short)]
    pub period: Option<String>,
    /// Only this kind
    #[arg(long, short)]
    pub kind: Option<String>,
    /// Only this state
    #[arg(long)]
    pub status: Option<String>,
    /// Only documents whose text is missing or stale in this language
    #[arg(long, value_name = "LANGUAGE")]
    pub untranslated: Option<String>,
    /// How commitments stand in recent periods, drafts counted, and which documents are due; instead of documents
    #[arg(long, conflicts_with_all = ["status", "untranslated"])]
    pub commitments: bool,
    /// The day that "due" means; otherwise SOURCE_DATE_EPOCH, else today
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

/// How a list is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people
    Table,
    /// One JSON array
    Json,
    /// For spreadsheets
    Csv,
}

/// `fangan translate`
#[derive(Debug, Args)]
pub struct Translate {
    /// What to do
    #[command(subcommand)]
    pub what: TranslateWhat,
}

/// What `fangan translate` does.
#[derive(Debug, Subcommand)]
pub enum TranslateWhat {
    /// List every document and page in every language, with the sections that changed since they were translated
    Status(TranslateStatus),
    /// Record that a translation says what its original says now
    Mark(Mark),
}

/// `fangan translate status`
#[derive(Debug, Args)]
pub struct TranslateStatus {
    /// How to print
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    pub format: ListFormat,
    /// Only this community
    #[arg(long, short)]
    pub community: Option<String>,
    /// Only this period
    #[arg(long, short)]
    pub period: Option<String>,
    /// Only this kind
    #[arg(long, short)]
    pub kind: Option<String>,
    /// Only this language, by code
    #[arg(long)]
    pub language: Option<String>,
    /// Only texts that stand so
    #[arg(long, value_enum)]
    pub state: Option<TextState>,
}

/// How a text stands to its original.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TextState {
    /// It is the original
    Original,
    /// It translates the original as it is
    Current,
    /// The original changed since
    Stale,
    /// It does not say what it translates
    Unknown,
    /// There is none
    Missing,
}

/// `fangan translate mark`
#[derive(Debug, Args)]
pub struct Mark {
    /// Documents and pages: community/period/name, pages/name, or files
    #[arg(value_name = "DOC", required = true)]
    pub documents: Vec<String>,
    /// The language of the translation, by code; may be left out where there is only one
    #[arg(long)]
    pub language: Option<String>,
    /// Only this section of the original, by its heading, or `title` or `lead` (what precedes the first heading); may be
    /// given several times
    #[arg(long, value_name = "HEADING")]
    pub section: Vec<String>,
}

/// Flags of commands that change a document's state.
#[derive(Clone, Debug, Args)]
pub struct Change {
    /// Show what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// The day that "today" means; otherwise SOURCE_DATE_EPOCH, else today
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

/// `fangan submit`
#[derive(Debug, Args)]
pub struct Submit {
    /// The documents: community/period/name, or one of their files
    #[arg(required = true, value_name = "DOC")]
    pub documents: Vec<String>,
    /// The rest
    #[command(flatten)]
    pub change: Change,
}

/// `fangan approve`
#[derive(Debug, Args)]
pub struct Approve {
    /// The documents: community/period/name, or one of their files
    #[arg(required_unless_present = "all_unsealed", value_name = "DOC")]
    pub documents: Vec<String>,
    /// Who approved; in each language: --by zh=教研室 --by en="Research Office"
    #[arg(long, value_name = "TEXT")]
    pub by: Vec<String>,
    /// On which day
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// The number of the decision
    #[arg(long, value_name = "TEXT")]
    pub number: Option<String>,
    /// Every published document whose approval is on record and carries no digest yet
    #[arg(long, conflicts_with_all = ["documents", "by", "on", "number"])]
    pub all_unsealed: bool,
    /// The rest
    #[command(flatten)]
    pub change: Change,
}

/// `fangan amend`
#[derive(Debug, Args)]
pub struct Amend {
    /// The document: community/period/name, or one of its files
    #[arg(value_name = "DOC")]
    pub document: String,
    /// What readers are told changed; in each language: --note zh=… --note en=…
    #[arg(long, value_name = "TEXT")]
    pub note: Vec<String>,
    /// The change is too small to tell subscribers
    #[arg(long, requires = "note")]
    pub minor: bool,
    /// The day of the note; otherwise today
    #[arg(long, value_name = "DATE", requires = "note")]
    pub on: Option<String>,
    /// The rest
    #[command(flatten)]
    pub change: Change,
}

/// `fangan diff`
#[derive(Debug, Args)]
pub struct Diff {
    /// The document: community/period/name, or one of its files
    #[arg(value_name = "DOC")]
    pub document: String,
    /// Compare with this edition; otherwise with the one that was approved last
    #[arg(long, value_name = "NUMBER")]
    pub edition: Option<u32>,
}

/// `fangan supersede`
#[derive(Debug, Args)]
pub struct Supersede {
    /// The document that is replaced: community/period/name, or one of its files
    #[arg(value_name = "DOC")]
    pub document: String,
    /// The document that takes its place
    #[arg(long, value_name = "DOC")]
    pub by: String,
    /// The rest
    #[command(flatten)]
    pub change: Change,
}

/// `fangan withdraw`
#[derive(Debug, Args)]
pub struct Withdraw {
    /// The document: community/period/name, or one of its files
    #[arg(value_name = "DOC")]
    pub document: String,
    /// On which day
    #[arg(long, value_name = "DATE")]
    pub on: String,
    /// What readers are told; in each language: --reason zh=… --reason en=…
    #[arg(long, value_name = "TEXT", required = true)]
    pub reason: Vec<String>,
    /// The rest
    #[command(flatten)]
    pub change: Change,
}

/// `fangan schema`
#[derive(Debug, Args)]
pub struct Schema {
    /// Of which file
    #[arg(value_enum, default_value_t = SchemaOf::Document)]
    pub of: SchemaOf,
}

/// Which file a schema is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// Front matter of a document
    Document,
    /// community.toml
    Community,
    /// fangan.toml
    Site,
    /// Front matter of a page
    Page,
    /// activity-types.toml
    ActivityTypes,
    /// organisations.toml
    Organisations,
}

/// `fangan completions`
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

impl TextState {
    /// As lists and JSON have it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Current => "current",
            Self::Stale => "stale",
            Self::Unknown => "unknown",
            Self::Missing => "missing",
        }
    }
}

impl Global {
    /// The language of messages: as asked, else as the locale says.
    pub fn tongue(&self) -> Tongue {
        let locale = || {
            let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
                .iter()
                .filter_map(|name| std::env::var(name).ok())
                .find(|value| !value.is_empty());
            set.is_some_and(|value| value.starts_with("zh"))
        };
        match self.lang {
            Some(Lang::Zh) => Tongue::Zh,
            Some(Lang::En) => Tongue::En,
            None if locale() => Tongue::Zh,
            None => Tongue::En,
        }
    }
}
