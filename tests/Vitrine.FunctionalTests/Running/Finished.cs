using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vitrine.Core.Model;

namespace Vitrine.FunctionalTests.Running;

/// <summary>A run that is over, and the way to its record.</summary>
public sealed partial record Finished(Desk Desk, int Exit, byte[] Output, string Error)
{
    /// <summary>Standard output as text.</summary>
    public string Text => Encoding.UTF8.GetString(Output);

    /// <summary>The session's id, as the report at the end names it.</summary>
    public string Session => SessionName.Matches(Error) is { Count: > 0 } found
        ? found[^1].Groups[1].Value
        : throw new InvalidOperationException($"No session is named: {Text}{Error}");

    /// <summary>Asserts the exit status, and shows what was said if it is another.</summary>
    public Finished Exits(int status)
    {
        Assert.True(status == Exit, $"exit {Exit} instead of {status}\n{Text}\n{Error}");
        return this;
    }

    /// <summary>Reads the record through <c>vitrine show --entries</c>, which verifies it on the way.</summary>
    public async Task<SessionRecord> RecordAsync()
    {
        Finished shown = (await Desk.VitrineAsync(["show", Session, "--entries"]).ConfigureAwait(false)).Exits(0);
        return new SessionRecord([.. shown.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Entry.Parse(Encoding.UTF8.GetBytes(line)))]);
    }

    /// <summary>The report as <c>vitrine show --json</c> gives it.</summary>
    public async Task<JsonElement> ReportAsync() =>
        JsonDocument.Parse((await Desk.VitrineAsync(["show", Session, "--json"]).ConfigureAwait(false)).Exits(0).Output).RootElement;

    /// <summary>The body of a request, decrypted.</summary>
    public async Task<byte[]> BodyAsync(long request) =>
        (await Desk.VitrineAsync(["show", Session, "--body", $"{request}"]).ConfigureAwait(false)).Exits(0).Output;

    [GeneratedRegex(@"vitrine show (\d{8}-\d{6}-[a-z0-9]+)")]
    private static partial Regex SessionName { get; }
}
