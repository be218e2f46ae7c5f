using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Cli.Report;
using Vitrine.Core.Model;
using Vitrine.Runtime.Recording;
using Vitrine.Runtime.Watching;

namespace Vitrine.Cli.Watching;

/// <summary>The same as the screen for programs: one JSON object a line, with the session and an entry, a question or the end of one.</summary>
internal sealed class WatchLines(OutputStream data)
{
    private readonly Lock _lock = new();

    public void Write(SessionId session, Entry entry) => Write(new WatchLine(session.ToString()) { Entry = entry });

    public void Write(SessionId session, Question? question, ClosedQuestion? closed) =>
        Write(new WatchLine(session.ToString()) { Question = question, Closed = closed });

    private void Write(WatchLine line)
    {
        byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(line, WatchJson.Default.WatchLine), (byte)'\n'];
        lock (_lock)
        {
            data.Bytes.Write(bytes);
            data.Bytes.Flush();
        }
    }
}

/// <summary>One line of <c>vitrine watch --json</c>.</summary>
/// <param name="Session">The session.</param>
internal sealed record WatchLine(string Session)
{
    public Entry? Entry { get; init; }

    public Question? Question { get; init; }

    public ClosedQuestion? Closed { get; init; }
}

/// <summary>Source-generated JSON of watch lines.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WatchLine))]
internal sealed partial class WatchJson : JsonSerializerContext;
