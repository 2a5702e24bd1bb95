//! What is wrong with something that was archived or received: not about content, so not a
//! [`Finding`](crate::diagnostic::Finding), but told in the same two languages.

use crate::diagnostic::{Tongue, Wording};
use serde_json::{Value, json};

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// It can't be relied on.
    Doubt,
    /// Worth knowing; nothing is lost.
    Remark,
}

/// One thing that is wrong or worth knowing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How much it matters.
    pub grade: Grade,
    /// The rule: a code of OCFL's list (`E092`), or a name of this program's own.
    pub rule: &'static str,
    /// The object's identifier, or its path where that can't be read.
    pub object: Option<String>,
    /// The version of the object.
    pub version: Option<String>,
    /// The file, below the object or, without one, below the archive or package.
    pub file: Option<String>,
    /// What is wrong.
    pub says: Wording,
}

impl Problem {
    /// Something that can't be relied on.
    pub fn doubt(rule: &'static str, says: Wording) -> Self {
        Self { grade: Grade::Doubt, rule, object: None, version: None, file: None, says }
    }

    /// Something worth knowing.
    pub fn remark(rule: &'static str, says: Wording) -> Self {
        Self { grade: Grade::Remark, ..Self::doubt(rule, says) }
    }

    /// In this file, unless one is named already.
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file.get_or_insert_with(|| file.into());
        self
    }

    /// In this version, unless one is named already.
    pub fn in_version(mut self, version: impl Into<String>) -> Self {
        self.version.get_or_insert_with(|| version.into());
        self
    }

    /// In this object, unless one is named already.
    pub fn in_object(mut self, object: impl Into<String>) -> Self {
        self.object.get_or_insert_with(|| object.into());
        self
    }

    /// Where it is, in one line; empty for the whole.
    pub fn place(&self) -> String {
        let parts = [&self.object, &self.version, &self.file];
        parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// For programs.
    pub fn json(&self, tongue: Tongue) -> Value {
        let grade = match self.grade {
            Grade::Doubt => "doubt",
            Grade::Remark => "remark",
        };
        json!({
            "grade": grade,
            "rule": self.rule,
            "object": self.object,
            "version": self.version,
            "file": self.file,
            "message": self.says.get(tongue),
        })
    }
}

/// Whether nothing among them is a doubt.
pub fn is_sound(problems: &[Problem]) -> bool {
    problems.iter().all(|problem| problem.grade != Grade::Doubt)
}
