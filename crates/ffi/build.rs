//! Gives the shared library its soname: plain cargo sets none, and a host linked without one breaks at the next ABI.

fn main() {
    let os = std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    if os == "linux" {
        // The number is METASIGN_ABI_VERSION; a test compares the two.
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libmetasign.so.0");
    }
    println!("cargo:rerun-if-changed=build.rs");
}
