#![no_main]
//! See `fangan_fuzz::picture`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fangan_fuzz::picture(bytes));
