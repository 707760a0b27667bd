//! Has the linker say in the module what refers to what: the build takes it apart by that
//! (`crate/xtask/src/split`), and leaves nothing of it in what ships.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        println!("cargo::rustc-link-arg-cdylib=--emit-relocs");
    }
}
