using System.Text.Json;
using Xunit;

namespace Vitrine.Tests.Gateway;

/// <summary>A stream of server-sent events taken apart by the rules of the standard, strictly: each frame is whole.</summary>
internal static class SseText
{
    public static IEnumerable<(string Event, string Data)> Frames(string stream)
    {
        string text = stream.Replace("\r\n", "\n", StringComparison.Ordinal);
        Assert.EndsWith("\n\n", text, StringComparison.Ordinal);
        foreach (string frame in text[..^2].Split("\n\n"))
        {
            string name = "";
            string data = "";
            foreach (string line in frame.Split('\n'))
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                    name = line[7..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                    data += line[6..];
                else
                    Assert.Fail($"Not a line of an event: {line}");
            }

            yield return (name, data);
        }
    }

    public static IEnumerable<JsonElement> Json(string stream, bool named)
    {
        foreach ((string name, string data) in Frames(stream))
        {
            JsonElement json = JsonElement.Parse(data);
            Assert.Equal(named ? json.GetProperty("type").GetString() : "", name);
            yield return json;
        }
    }
}
