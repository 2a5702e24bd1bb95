#![no_main]
//! See `fangan_fuzz::slug`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fangan_fuzz::slug(bytes));
