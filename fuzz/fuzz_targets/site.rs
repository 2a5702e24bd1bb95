#![no_main]
//! See `fangan_fuzz::site`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fangan_fuzz::site(bytes));
