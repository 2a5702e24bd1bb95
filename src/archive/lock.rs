//! One writer at a time, and no reader beside it: the log's file is what is locked.

use super::error::ArchiveError;
use std::fs::{File, TryLockError};
use std::path::Path;

/// Locks an open log for writing.
pub fn exclusive(log: &File, root: &Path, path: &Path) -> Result<(), ArchiveError> {
    match log.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(ArchiveError::Locked { root: root.to_owned() }),
        Err(TryLockError::Error(error)) => Err(ArchiveError::lock(path)(error)),
    }
}

/// Locks an open log for reading. A disk that can't lock is read all the same: nothing on it can be harmed by that.
pub fn shared(log: &File, root: &Path) -> Result<(), ArchiveError> {
    match log.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Err(ArchiveError::Locked { root: root.to_owned() }),
        Ok(()) | Err(TryLockError::Error(_)) => Ok(()),
    }
}
