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

    /// <summary>Many turns.</summary>
    public const string ManyTurns = "many-turns";
}
