#![no_main]
//! See `fangan_fuzz::front_matter`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fangan_fuzz::front_matter(bytes));
