//! What each finding means.
