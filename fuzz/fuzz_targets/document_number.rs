#![no_main]
//! See `fangan_fuzz::document_number`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fangan_fuzz::document_number(bytes));
