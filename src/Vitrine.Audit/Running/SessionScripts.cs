using System.Diagnostics.CodeAnalysis;
using System.Text;
using Vitrine.Audit.Model;
using Vitrine.Gateway;

namespace Vitrine.Audit.Running;

/// <summary>What the stand-in plays in an audit: words that a model would say, and none that say what it is.</summary>
internal static class SessionScripts
{
    private static readonly Dictionary<string, Lazy<StandInScript>> Known = new(StringComparer.Ordinal)
    {
        [AuditScripts.Hello] = Of(AuditScripts.Hello, "aside: Project overview\nsteps:\n  - finish: Hello! What would you like me to do?\n"),
        [AuditScripts.Work] = Of(AuditScripts.Work, """
            aside: Project overview
            steps:
              - say: I will look at the project first.
                list: .
              - say: Let me read what it says about itself.
                read: [README.md, README, "*"]
              - say: Let me see the state of the work tree.
                run: git status --short && git log --oneline -3 && echo ok
              - say: Let me look at what is there besides.
                run: cat config/missing-settings.json; exit 2
              - say: I will leave a note of what I found.
                edit: NOTES.md
                append: |
                  # Notes

                  The project keeps track of stock and writes a weekly report.
              - finish: |
                  The project keeps track of stock in several warehouses. I listed its files, read the README and left a note in NOTES.md.
            """),
        [AuditScripts.Error] = Of(AuditScripts.Error, """
            aside: Project overview
            steps:
              - say: I will read the configuration.
                read: [config/missing-settings.json]
              - say: Let me try a command.
                run: cat /nonexistent/settings.json; exit 3
              - finish: I could not read the settings, since the file is not there.
            """),
        [AuditScripts.LongOutput] = Of(AuditScripts.LongOutput, """
            aside: Project overview
            steps:
              - say: I will look at all of the data.
                run: seq 100000 109000
              - finish: The data are numbers that follow each other.
            """),
        [AuditScripts.ManyTurns] = new Lazy<StandInScript>(() => Parse(AuditScripts.ManyTurns, ManyTurns())),
    };

    /// <summary>A script by its name.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out StandInScript? script)
    {
        script = Known.TryGetValue(name, out Lazy<StandInScript>? known) ? known.Value : null;
        return script is not null;
    }

    private static Lazy<StandInScript> Of(string name, string yaml) => new(() => Parse(name, yaml));

    private static StandInScript Parse(string name, string yaml) =>
        StandInScript.TryParse(name, yaml, out StandInScript? script, out IReadOnlyList<ScriptError> errors)
            ? script
            : throw new InvalidOperationException($"The script '{name}' is broken: {errors[0]}");

    private static string ManyTurns()
    {
        var yaml = new StringBuilder("aside: Project overview\nsteps:\n  - say: I will look at the project first.\n    list: .\n");
        foreach (string file in (string[])["README.md", "package.json", "src/index.ts", "src/stock.ts", "tools/report.py", "data/sample.csv"])
            yaml.Append(System.Globalization.CultureInfo.InvariantCulture, $"  - say: Now I will read {file}.\n    read: [{file}]\n");
        foreach (string command in (string[])["wc -l src/*.ts", "git log --oneline -5", "python3 tools/report.py data/sample.csv"])
            yaml.Append(System.Globalization.CultureInfo.InvariantCulture, $"  - say: Let me run a command.\n    run: {command}\n");
        return yaml.Append("  - finish: I have read the project; it keeps track of stock and writes a weekly report.\n").ToString();
    }
}
