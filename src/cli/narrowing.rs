//! Which documents a command is about, by what their paths say.

use clap::Args;

/// Where a document stands.
#[derive(Clone, Debug, Default, Args)]
pub struct Narrowing {
    /// Only this community
    /// | 只要這個共同體
    #[arg(long, short)]
    pub community: Option<String>,
    /// Only this period
    /// | 只要這個時期
    #[arg(long, short)]
    pub period: Option<String>,
    /// Only this kind
    /// | 只要這個文種
    #[arg(long, short)]
    pub kind: Option<String>,
}
