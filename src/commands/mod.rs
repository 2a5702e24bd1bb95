//! One file a command: what it takes from the command line, which stages it runs, what it prints.

mod amend;
mod approve;
mod archive;
mod batch;
mod build;
mod cells;
mod check;
mod diff;
mod explain;
mod hunks;
mod init;
mod list;
mod names;
mod new;
mod place;
mod print;
mod schema;
mod serve;
mod state;
mod submit;
mod supersede;
mod theme;
mod translate;
mod withdraw;

use crate::cli::{self, Answer, Cli, Color, Command, Global, Setting};
use crate::diagnostic::emit::{self, Format};
use crate::diagnostic::{Findings, Report, Severity, Tongue, Wording, nearest, number_of};
use crate::pipeline::Reading;
use crate::say;
use crate::source::SourceSet;
use crate::source::workspace::{CONFIG, Workspace};
use jiff::civil::Date;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// All is well.
    Fine = 0,
    /// Findings stop the work.
    Findings = 1,
    /// Wrong usage, or a configuration that can't be read.
    Usage = 2,
    /// The disk, a port, a permission.
    Environment = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Runs what a command line asks for, the program's name first.
pub fn run(line: &[OsString]) -> Exit {
    match cli::read(line) {
        Ok(cli) => perform(cli),
        Err(answer) => {
            let lang = match cli::tongue(line) {
                Tongue::En => cli::Lang::En,
                Tongue::Zh => cli::Lang::Zh,
            };
            Terminal::new(&Global { lang: Some(lang), ..Global::default() }).answer(&answer)
        }
    }
}

fn perform(cli: Cli) -> Exit {
    let terminal = Terminal::new(&cli.global);
    match cli.command {
        Command::Archive(args) => archive::run(&terminal, &args),
        Command::Build(args) => build::run(&terminal, &args),
        Command::Serve(args) => serve::run(&terminal, &args),
        Command::Check(args) => check::run(&terminal, &args),
        Command::Explain(args) => explain::run(&terminal, &args),
        Command::Init(args) => init::run(&terminal, &args),
        Command::New(args) => new::run(&terminal, &args),
        Command::List(args) => list::run(&terminal, &args),
        Command::Translate(args) => translate::run(&terminal, &args),
        Command::Submit(args) => submit::run(&terminal, &args),
        Command::Approve(args) => approve::run(&terminal, &args),
        Command::Amend(args) => amend::run(&terminal, &args),
        Command::Diff(args) => diff::run(&terminal, &args),
        Command::Supersede(args) => supersede::run(&terminal, &args),
        Command::Withdraw(args) => withdraw::run(&terminal, &args),
        Command::Theme(args) => theme::run(&terminal, &args),
        Command::Schema(args) => schema::run(&terminal, &args),
        Command::Completions(args) => {
            let mut made = Vec::new();
            clap_complete::generate(args.shell, &mut cli::spoken(terminal.tongue), "fangan", &mut made);
            terminal.print(|to| to.write_all(&made))
        }
        Command::Man => terminal.print(|to| to.write_all(cli::manual(terminal.tongue).as_bytes())),
    }
}

/// Where messages go and how.
#[derive(Clone)]
pub struct Terminal {
    /// Flags of every command.
    pub global: Global,
    /// Language of messages.
    pub tongue: Tongue,
    color: bool,
}

impl Terminal {
    fn new(global: &Global) -> Self {
        let color = match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => anstream::AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never,
        };
        Self { global: global.clone(), tongue: global.tongue(), color }
    }

    /// Whether results may be coloured.
    pub fn colors_output(&self) -> bool {
        match self.global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
        }
    }

    /// Says what a command line is answered with that asks for nothing that can be done.
    fn answer(&self, answer: &Answer) -> Exit {
        let help = |of: &str, bold: bool| cli::help(of, Setting { tongue: self.tongue, width: width().min(100), bold });
        match answer {
            Answer::Help { of, asked: true } => {
                let bold = anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
                self.print(|to| to.write_all(help(of, bold).as_bytes()))
            }
            Answer::Help { of, asked: false } => {
                self.say(help(of, self.color).trim_end());
                Exit::Usage
            }
            Answer::Version(text) => self.print(|to| to.write_all(text.as_bytes())),
            Answer::Wrong(wrong) => {
                self.complain(&wrong.says);
                wrong.hints.iter().for_each(|hint| self.hint(hint));
                Exit::Usage
            }
        }
    }

    /// Whether progress may be shown.
    pub fn shows_progress(&self) -> bool {
        !self.global.quiet && io::stderr().is_terminal()
    }

    /// The site that the command works in.
    pub fn workspace(&self) -> Result<Workspace, Exit> {
        let start = match &self.global.site {
            Some(dir) => dir.clone(),
            None => std::env::current_dir().map_err(|error| self.environment(&error))?,
        };
        // A site that was named is that folder, not one above it.
        let found = match &self.global.site {
            Some(dir) if !dir.join(CONFIG).is_file() => None,
            _ => Workspace::find(&std::path::absolute(&start).unwrap_or(start.clone())),
        };
        found.ok_or_else(|| {
            let place = start.display();
            self.complain(&say!("there is no {CONFIG} in {place} or above it", "{place} 及其上層資料夾都沒有 {CONFIG}"));
            self.hint(&say!(
                "run the command inside a site, name it with --site, or make one with `fangan init`",
                "請在網站資料夾裡執行，用 --site 指明，或用 fangan init 新建一個"
            ));
            Exit::Usage
        })
    }

    /// The day that "now" means: as asked, else `SOURCE_DATE_EPOCH`, else today in the site's time zone.
    pub fn today(&self, asked: Option<&str>, time_zone: &str) -> Result<Date, Exit> {
        let zone = jiff::tz::TimeZone::get(time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let given = self.given_day(asked, time_zone)?;
        Ok(given.unwrap_or_else(|| jiff::Timestamp::now().to_zoned_datetime(zone).date()))
    }

    /// The day that somebody gave: as asked, else `SOURCE_DATE_EPOCH`; never the clock's.
    fn given_day(&self, asked: Option<&str>, time_zone: &str) -> Result<Option<Date>, Exit> {
        let zone = jiff::tz::TimeZone::get(time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let Some(text) = asked else { return Ok(self.epoch()?.map(|moment| moment.to_zoned_datetime(zone).date())) };
        text.parse::<Date>().map(Some).map_err(|_| {
            self.complain(&say!("`{text}` is not a day", "「{text}」不是日期"));
            self.hint(&say!("write --as-of 2024-12-09", "請寫成 --as-of 2024-12-09"));
            Exit::Usage
        })
    }

    /// The moment that `SOURCE_DATE_EPOCH` gives.
    fn epoch(&self) -> Result<Option<jiff::Timestamp>, Exit> {
        let Ok(epoch) = std::env::var("SOURCE_DATE_EPOCH") else { return Ok(None) };
        let moment = epoch.trim().parse::<i64>().ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
        moment.map(Some).ok_or_else(|| {
            self.complain(&say!(
                "SOURCE_DATE_EPOCH is `{epoch}`, not a number of seconds",
                "SOURCE_DATE_EPOCH 是「{epoch}」，不是秒數"
            ));
            Exit::Usage
        })
    }

    /// Prints findings to standard error; how the run ends as far as they say.
    pub fn report(&self, findings: &Findings, sources: &SourceSet, format: Format) -> Exit {
        let options = emit::Options { format, tongue: self.tongue, color: self.color, width: width() };
        let mut out = io::BufWriter::new(io::stderr().lock());
        let written = emit::emit(Report { findings, sources }, &options, &mut out).and_then(|()| out.flush());
        // Nobody can be told that standard error is closed.
        _ = written;
        if findings.any_error() { Exit::Findings } else { Exit::Fine }
    }

    /// How a run ends whose configuration could not be read.
    pub fn without_config(&self, reading: Reading, format: Format) -> Exit {
        let findings = reading.findings.sorted();
        self.report(&findings, &reading.sources, format);
        Exit::Usage
    }

    /// A closing line, unless it is unwanted.
    pub fn close(&self, says: &Wording) {
        if !self.global.quiet {
            self.say(says.get(self.tongue));
        }
    }

    /// An error that is not about content.
    pub fn complain(&self, says: &Wording) {
        let level = match self.tongue {
            Tongue::En => "error",
            Tongue::Zh => "錯誤",
        };
        let level = if self.color { format!("\u{1b}[1;31m{level}\u{1b}[0m") } else { level.to_owned() };
        self.say(&format!("{level}: {}", says.get(self.tongue)));
    }

    /// How to mend it.
    pub fn hint(&self, says: &Wording) {
        let level = match self.tongue {
            Tongue::En => "help",
            Tongue::Zh => "建議",
        };
        self.say(&format!("  {level}: {}", says.get(self.tongue)));
    }

    /// Wrong usage: a name that nothing has, with the nearest one that something has.
    fn unknown(&self, says: &Wording, wrong: &str, valid: &[&str]) -> Exit {
        self.complain(says);
        match nearest(wrong, valid) {
            Some(near) => self.hint(&say!("did you mean `{near}`?", "是否要寫「{near}」？")),
            None if valid.is_empty() => {}
            None => {
                // A long list helps nobody who scrolls past it.
                let (some, more) = valid.split_at(valid.len().min(24));
                let (en, zh) = (some.join(", "), some.join("、"));
                let (more_en, more_zh) = if more.is_empty() { ("", "") } else { (" …", "……") };
                self.hint(&say!("there are: {en}{more_en}", "現有：{zh}{more_zh}"));
            }
        }
        Exit::Usage
    }

    /// An error of the environment.
    pub fn environment(&self, error: &io::Error) -> Exit {
        self.complain(&Wording::of_system(error));
        Exit::Environment
    }

    fn say(&self, text: &str) {
        // Nobody can be told that standard error is closed.
        _ = writeln!(io::stderr(), "{text}");
    }

    /// Prints a result to standard output. A reader that has seen enough (`| head`) is no error.
    pub fn print(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Exit {
        let mut out = io::BufWriter::new(io::stdout().lock());
        match write(&mut out).and_then(|()| out.flush()) {
            Ok(()) => Exit::Fine,
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Fine,
            Err(error) => self.environment(&error),
        }
    }
}

fn width() -> usize {
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).or_else(terminal).filter(|w| *w >= 40).unwrap_or(110)
}

/// Numbers of findings in words.
pub fn counted(findings: &Findings) -> Wording {
    let (errors, warnings) = (findings.count(Severity::Error), findings.count(Severity::Warning));
    let (e, w) = (number_of(errors, "error"), number_of(warnings, "warning"));
    say!("{e}, {w}", "{errors} 個錯誤，{warnings} 個警告")
}
