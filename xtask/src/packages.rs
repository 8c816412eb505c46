//! What the tests need from the operating system.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::run;

/// One Debian package and a file that shows that it, or something as good, is here.
struct Package {
    name: &'static str,
    shown_by: &'static [&'static str],
}

const PACKAGES: [Package; 5] = [
    Package {
        name: "chromium",
        shown_by: &["/usr/bin/chromium"],
    },
    Package {
        name: "chromium-driver",
        shown_by: &["/usr/bin/chromedriver"],
    },
    Package {
        name: "fonts-noto-core",
        shown_by: &["/usr/share/fonts/truetype/noto/NotoSansBengali-Regular.ttf"],
    },
    Package {
        name: "poppler-utils",
        shown_by: &["/usr/bin/pdftoppm"],
    },
    Package {
        name: "sqlite3",
        shown_by: &["/usr/bin/sqlite3"],
    },
];

fn missing() -> Vec<&'static str> {
    let is_there = |package: &Package| package.shown_by.iter().any(|file| Path::new(file).exists());
    let mut missing: Vec<_> = PACKAGES
        .iter()
        .filter(|package| !is_there(package))
        .map(|package| package.name)
        .collect();
    if !throwaway::is_installed() {
        missing.push("postgresql");
    }
    missing
}

/// Installs what the tests miss when root may; else says what to install.
///
/// # Errors
/// When something is missing and cannot be installed.
pub(crate) fn ensure() -> Result<()> {
    let missing = missing();
    if missing.is_empty() {
        return Ok(());
    }
    install(&missing)
}

/// Installs Python's means to make virtual environments, which Debian keeps in a package of its own.
///
/// # Errors
/// When they are missing and cannot be installed.
pub(crate) fn ensure_python() -> Result<()> {
    let is_there = Command::new("python3")
        .args(["-c", "import ensurepip, venv"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if is_there {
        return Ok(());
    }
    install(&["python3-venv"])
}

fn install(packages: &[&str]) -> Result<()> {
    let names = packages.join(" ");
    if !run::is_root() {
        bail!("Debian's packages are needed: sudo apt-get install {names}");
    }
    println!("installing {names}");
    let apt = |args: &[&str]| {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").args(args);
        command
    };
    run::check(&mut apt(&["update", "-qq"]))?;
    let install = ["install", "-qq", "-y", "--no-install-recommends"];
    run::check(apt(&install).args(packages))
}
