namespace Vitrine.Cli.Running;

/// <summary>A person asked for something that can't be; the message says what and why, the hint what to do.</summary>
internal sealed class UsageException(string message, string hint, int exitStatus = Commands.RootCommandLine.UsageError) : Exception(message)
{
    public string Hint { get; } = hint;

    public int ExitStatus { get; } = exitStatus;
}
