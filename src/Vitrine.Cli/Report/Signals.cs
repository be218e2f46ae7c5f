namespace Vitrine.Cli.Report;

/// <summary>Names of Linux's signals on x86-64 (signal(7)).</summary>
internal static class Signals
{
    private static readonly string[] Names =
    [
        "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM",
            "SIGTERM",
        "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH",
        "SIGIO",
        "SIGPWR", "SIGSYS",
    ];

    /// <summary>The name, or <c>signal N</c> where it has none.</summary>
    public static string Name(int signal) =>
        signal >= 1 && signal <= Names.Length ? Names[signal - 1] : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"signal {signal}");
}
