//! The command line as data.

#![allow(clippy::doc_markdown, reason = "the comments are the help that users read, without mark-up")]

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use numpy_capi_analysis::Version;

/// Language server and checker for C and C++ extension modules that use the NumPy C-API.
#[derive(Debug, Parser)]
#[command(name = "numpy-capi-lsp", version, max_term_width = 100)]
#[command(after_help = "Without a command it is a language server on standard input and output.")]
pub struct CommandLine {
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// How an editor starts the server.
    #[command(flatten)]
    pub server: ServerArguments,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find leaks, over-releases, missing NULL tests and other misuse of the NumPy and CPython C-APIs
    #[command(after_help = "Exit status: 0 nothing found, 1 something found, 2 the check could not be done.")]
    Check(Box<CheckArguments>),
    /// Explain a rule, or list all rules
    Rule(RuleArguments),
    /// Show what the database knows of a name of the C-API
    Api(ApiArguments),
    /// Show the configuration in force and where it comes from, and why a file is silent
    Doctor(DoctorArguments),
    /// Run the language server on standard input and output
    Server(ServerArguments),
    /// Print the version
    Version,
}

/// What editors pass to a server.
#[derive(Args, Debug)]
pub struct ServerArguments {
    /// Talk over standard input and output, which is also the default
    #[arg(long)]
    pub stdio: bool,
    /// The configuration file for every file, instead of the nearest above each
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The editor's process, which some clients pass; the protocol says it again
    #[arg(long = "clientProcessId", hide = true)]
    pub client_process_id: Option<u32>,
}

/// What to check, and how.
#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct CheckArguments {
    /// Files and directories, the current one without any; `-` is standard input
    pub paths: Vec<PathBuf>,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t = CheckFormat::Full)]
    pub output_format: CheckFormat,
    /// Rules that report, instead of the chosen ones: codes, prefixes, names, groups or ALL
    #[arg(long, value_delimiter = ',', value_name = "RULES")]
    pub select: Option<Vec<String>>,
    /// Rules that report on top of the chosen ones
    #[arg(long, value_delimiter = ',', value_name = "RULES")]
    pub extend_select: Option<Vec<String>>,
    /// Rules that do not report
    #[arg(long, value_delimiter = ',', value_name = "RULES")]
    pub ignore: Option<Vec<String>>,
    /// The oldest NumPy that the code has to run with, such as 2.0
    #[arg(long, value_name = "VERSION")]
    pub target_numpy: Option<Version>,
    /// Apply the safe fixes to the files
    #[arg(long)]
    pub fix: bool,
    /// Count fixes that want a look as well, for --fix and --diff
    #[arg(long)]
    pub unsafe_fixes: bool,
    /// Print what --fix would change, and change nothing
    #[arg(long)]
    pub diff: bool,
    /// Write comments into the files that silence what is found, with a reason where one is given
    #[arg(long, value_name = "REASON", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    #[arg(conflicts_with_all = ["fix", "diff", "write_baseline"])]
    pub add_ignore: Option<String>,
    /// A file with findings that are known and stay silent as long as they are there
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Record all that is found as known, in the file of --baseline or of the configuration
    #[arg(long, conflicts_with_all = ["fix", "diff"])]
    pub write_baseline: bool,
    /// Print counts instead of findings
    #[arg(long)]
    pub statistics: bool,
    /// Exit with 0 although something was found
    #[arg(long)]
    pub exit_zero: bool,
    /// A file with the names of files to check, one on each line; `-` is standard input. What is no C or C++ is left out
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,
    /// Leave excluded files out even where they are named here, as hooks before a commit do
    #[arg(long)]
    pub force_exclude: bool,
    /// The name of what comes on standard input
    #[arg(long, value_name = "FILE")]
    pub stdin_filename: Option<PathBuf>,
    /// Print the files that would be checked, and check nothing
    #[arg(long)]
    pub show_files: bool,
    /// The configuration file to use, instead of the nearest above each file
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// With the source, and every station on the way
    Full,
    /// One line each: path:row:column: CODE message
    Concise,
    /// The findings of each file under its name
    Grouped,
    /// A JSON list
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of a GitHub workflow
    Github,
    /// A code quality report of GitLab
    Gitlab,
    /// XML for test reporters
    Junit,
}

/// Which rules to show, and how.
#[derive(Args, Debug)]
pub struct RuleArguments {
    /// Code or name of a rule
    #[arg(required_unless_present = "all")]
    pub rule: Option<String>,
    /// List all rules
    #[arg(long, conflicts_with = "rule")]
    pub all: bool,
    /// How they are printed
    #[arg(long, value_enum, default_value_t = RuleFormat::Text)]
    pub output_format: RuleFormat,
}

/// How rules are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RuleFormat {
    /// For reading in a terminal
    Text,
    /// A JSON list
    Json,
    /// The manual page
    Markdown,
}

/// Which names of the C-API to show, and how.
#[derive(Args, Debug)]
pub struct ApiArguments {
    /// A name of the NumPy or CPython C-API
    #[arg(required_unless_present = "all")]
    pub name: Option<String>,
    /// List all names
    #[arg(long, conflicts_with = "name")]
    pub all: bool,
    /// How they are printed
    #[arg(long, value_enum, default_value_t = ApiFormat::Text)]
    pub output_format: ApiFormat,
}

/// How names of the C-API are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ApiFormat {
    /// For reading in a terminal
    Text,
    /// A JSON list
    Json,
}

/// Which file to explain.
#[derive(Args, Debug)]
pub struct DoctorArguments {
    /// A C or C++ file; without one, the configuration of the current directory
    pub file: Option<PathBuf>,
}
