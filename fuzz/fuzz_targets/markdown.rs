#![no_main]
//! See `fangan_fuzz::markdown`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fangan_fuzz::markdown(bytes));
