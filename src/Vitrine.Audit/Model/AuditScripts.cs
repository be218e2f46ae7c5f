namespace Vitrine.Audit.Model;

/// <summary>What the stand-in plays in a session.</summary>
public static class AuditScripts
{
    /// <summary>One answer in text; the shortest session.</summary>
    public const string Hello = "hello";

    /// <summary>Lists, reads, runs a command, edits a file, says that it is done.</summary>
    public const string Work = "work";

    /// <summary>A tool that fails, and an answer to that.</summary>
    public const string Error = "error";

    /// <summary>A tool that answers more than a model is shown.</summary>
    public const string LongOutput = "long-output";

    /// <summary>Many turns.</summary>
    public const string ManyTurns = "many-turns";
}
