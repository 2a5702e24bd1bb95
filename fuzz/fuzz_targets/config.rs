#![no_main]
//! See `fangan_fuzz::config`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fangan_fuzz::config(bytes));
