#![no_main]
//! See `fangan_fuzz::edtf`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fangan_fuzz::edtf(bytes));
