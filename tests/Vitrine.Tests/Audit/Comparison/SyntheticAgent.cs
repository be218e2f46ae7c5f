using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Model;

namespace Vitrine.Tests.Audit.Comparison;

/// <summary>What an agent is about to send; what is planted changes it.</summary>
internal sealed class Draft
{
    public required MachineFacts Machine { get; init; }

    public required Random Random { get; init; }

    public required int Sessions { get; init; }

    public required Variation Variation { get; init; }

    public string? Level(string factor) => Variation.Of(factor)?.Name;

    public string System { get; set; } = "";

    /// <summary>Further blocks of the system text.</summary>
    public List<string> Blocks { get; } = [];

    /// <summary>The block with which the cached part ends; negative for none.</summary>
    public int Cached { get; set; } = -1;

    public List<string> Tools { get; } = ["run", "read", "write", "list", "edit"];

    public Dictionary<string, string> Descriptions { get; } = [];

    public List<(string Name, string Value)> Fields { get; } = [];

    public Dictionary<string, object?> Extra { get; } = [];

    public Func<byte[], byte[]> Encode { get; set; } = body => body;

    public string Framing { get; set; } = "length";

    public int[] Chunks { get; set; } = [];

    public bool NewConnections { get; set; }

    /// <summary>How often it asks the model.</summary>
    public int Turns { get; set; } = 4;

    public double Pause { get; set; }

    /// <summary>What stands at the end of what a tool said.</summary>
    public string ToolEnd { get; set; } = "";

    /// <summary>A member that stands beside what a tool said; empty for none.</summary>
    public string BesideAnswers { get; set; } = "";

    /// <summary>Whether a field says how much was said so far.</summary>
    public bool CountsSaid { get; set; }

    /// <summary>What is added to that.</summary>
    public long AddedToCount { get; set; }

    /// <summary>What stands beside a tool's answer of the bytes that were sent before it.</summary>
    public Func<long, string> TellSaid { get; set; } = _ => "";

    /// <summary>Whether it asks a proxy.</summary>
    public bool IsProxied { get; set; }

    /// <summary>From which length on, in bytes, a body is packed.</summary>
    public int PackedFrom { get; set; } = int.MaxValue;

    /// <summary>Seconds between the pieces of each body.</summary>
    public double PauseWithin { get; set; }

    public bool ReverseMembers { get; set; }

    public List<CapturedExchange> Others { get; } = [];

    public List<CapturedName> Names { get; } = [];

    public List<CapturedFile> Files { get; } = [];

    public List<CapturedProcess> Processes { get; } = [];

    public List<string> Listeners { get; } = [];

    public List<string> Reads { get; } = [];

    /// <summary>For each request, made anew.</summary>
    public Func<Draft, string> RequestId { get; set; } = draft => Ids.Uuid(draft.Random);
}

internal static class Ids
{
    public static string Uuid(Random random)
    {
        byte[] bytes = new byte[16];
        random.NextBytes(bytes);
        string hex = Convert.ToHexStringLower(bytes);
        return $"{hex[..8]}-{hex[8..12]}-4{hex[13..16]}-{"89ab"[random.Next(4)]}{hex[17..20]}-{hex[20..]}";
    }

    public static string Hex(Random random, int bytes)
    {
        byte[] made = new byte[bytes];
        random.NextBytes(made);
        return Convert.ToHexStringLower(made);
    }

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>An agent that exists only as captures: honest, with the noise that honest agents have, unless something is planted.</summary>
internal sealed class SyntheticAgent(params Action<Draft>[] planted)
{
    public Capture Run(MachineFacts machine, Variation variation, int repetition, int seed)
    {
        var draft = new Draft
        {
            Machine = machine,
            Variation = variation,
            Random = new Random(Mixed(seed)),
            Sessions = variation.Levels.Select(level => level.Changes.SessionsBefore ?? 0).Sum()
        };
        DateTime day = Local(machine);
        draft.System =
            $"You are an agent and it's your task to help.\nDon't guess: look. Keep to the project root, dev or not.\nUse the user's style.\n<env>\ncwd: {machine.Workspace}\nPlatform: linux\nToday's date: {day:yyyy-MM-dd}\nBranch: main\n</env>\n# status\nM  app.js\n";
        draft.Fields.Add(("content-type", "application/json"));
        draft.Fields.Add(("x-api-key", machine.ApiKey));
        draft.Fields.Add(("user-agent", "agent/1.2.3 (linux; x64)"));
        string session = Ids.Uuid(draft.Random);
        draft.Extra["metadata"] = new JsonObject { ["user_id"] = $"session_{session}" };
        draft.Files.Add(new CapturedFile("home", $".agent/log/{session}.jsonl", "new", 420, "{}"u8.ToArray(), 2));
        foreach (Action<Draft> plant in planted)
            plant(draft);
        return Make(draft, variation, repetition, seed);
    }

    // Seeds that follow each other give sequences that resemble each other.
    private static int Mixed(int seed) => BitConverter.ToInt32(SHA256.HashData(BitConverter.GetBytes(seed)));

    public static DateTime Local(MachineFacts machine) =>
        TimeZoneInfo.ConvertTime(machine.Start, TimeZoneInfo.FindSystemTimeZoneById(machine.TimeZone)).DateTime;

    private static Capture Make(Draft draft, Variation variation, int repetition, int seed)
    {
        string host = new Uri(draft.Machine.Endpoint).Host;
        var exchanges = new List<CapturedExchange>();
        var connections = new List<CapturedConnection>();
        var messages = new JsonArray { new JsonObject { ["role"] = "user", ["content"] = "Do the task." } };
        double at = 0.25 + (draft.Random.NextDouble() * 0.05);
        long said = 0;
        for (int turn = 0; turn < draft.Turns; turn++)
        {
            if (turn == 0 || draft.NewConnections)
                connections.Add(new CapturedConnection(connections.Count, host, 80, at) { Protocol = "http/1.1" });
            byte[] body = draft.Encode(Body(draft, messages));
            said += body.Length;
            string cached = draft.Fields.Exists(field => field.Value == "@cached") ? Cached(body) : "";
            bool isPacked = body.Length >= draft.PackedFrom;
            body = isPacked ? Packed(body) : body;
            var fields = new List<CapturedField> { new("Host", new Uri(draft.Machine.Endpoint).Authority) };
            fields.AddRange(draft.Fields.Select(field => new CapturedField(field.Name,
                field.Value.Replace("@body", Ids.Hash(Encoding.UTF8.GetString(body)), StringComparison.Ordinal)
                    .Replace("@cached", cached, StringComparison.Ordinal))));
            if (draft.CountsSaid)
                fields.Add(new CapturedField("x-tokens-so-far", ((said / 4) + draft.AddedToCount).ToString(System.Globalization.CultureInfo.InvariantCulture)));
            if (isPacked)
                fields.Add(new CapturedField("content-encoding", "gzip"));
            if (draft.IsProxied)
                fields.Add(new CapturedField("connection", "close"));
            fields.Add(new CapturedField("x-request-id", draft.RequestId(draft)));
            fields.Add(draft.Framing == "chunked"
                ? new CapturedField("transfer-encoding", "chunked")
                : new CapturedField("content-length", body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            exchanges.Add(new CapturedExchange
            {
                Connection = connections.Count - 1,
                At = at,
                EndedAt = at + 0.001 + draft.PauseWithin,
                Method = "POST",
                Host = host,
                Target = draft.IsProxied ? $"{draft.Machine.Endpoint}/v1/messages" : "/v1/messages",
                Version = "1.1",
                Fields = fields,
                Framing = draft.Framing,
                Chunks = draft.Chunks,
                Body = body,
                IsModel = true,
                Status = 200,
                AnsweredBy = "stand-in",
            });
            messages.Add(new JsonObject
            {
                ["role"] = "assistant",
                ["content"] = new JsonArray(new JsonObject { ["type"] = "tool_use", ["id"] = $"toolu_{turn}", ["name"] = "run" })
            });
            messages.Add(new JsonObject
            {
                ["role"] = "user",
                ["content"] = new JsonArray(new JsonObject
                {
                    ["type"] = "tool_result",
                    ["tool_use_id"] = $"toolu_{turn}",
                    ["content"] = $"app.js {draft.Machine.Files.Count} at {draft.Machine.Workspace}{draft.ToolEnd}"
                })
            });
            if (draft.BesideAnswers.Length > 0)
                messages[^1]!["content"]![0]![draft.BesideAnswers] = true;
            if (draft.TellSaid(said) is { Length: > 0 } told)
                messages[^1]!["content"]!.AsArray().Add((JsonNode)new JsonObject { ["type"] = "text", ["text"] = told });
            at += 0.03 + (draft.Random.NextDouble() * 0.04) + (turn == 1 ? draft.Pause : 0);
        }
        // As often as the conditions let the first question fail, it was asked before.
        for (int failed = 0; failed < variation.Levels.Sum(level => level.Changes.FailFirst ?? 0); failed++)
            exchanges.Insert(0,
                exchanges[0] with { At = 0.01 * (failed + 1), Status = 529, Fields = [.. exchanges[0].Fields.Where(field => field.Name != "x-retry")] });
        exchanges.AddRange(draft.Others);
        return new Capture
        {
            Session = $"{variation.Name}#{repetition}#{seed}",
            Variation = variation.Name,
            Repetition = repetition,
            ExitStatus = 0,
            Seconds = at + 0.02,
            Connections = connections,
            Exchanges = exchanges,
            Names = [new CapturedName(host, "A", 0.2), .. draft.Names],
            Files = draft.Files,
            Processes = [new CapturedProcess("/usr/bin/git", ["git", "status", "--porcelain"], -1, 0.1), .. draft.Processes],
            Listeners = draft.Listeners,
            Reads = draft.Reads,
        };
    }

    private static byte[] Packed(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            stream.Write(body);
        return packed.ToArray();
    }

    // As agents make the key of a provider's cache.
    private static string Cached(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        return Ids.Hash($"[{string.Join(',', ((string[])["model", "system", "tools"]).Select(name => document.RootElement.GetProperty(name).GetRawText()))}]")[..32];
    }

    private static JsonArray SystemOf(Draft draft)
    {
        var blocks = new JsonArray([.. draft.Blocks.Prepend(draft.System).Select(text => (JsonNode)new JsonObject { ["type"] = "text", ["text"] = text })]);
        if (draft.Cached >= 0)
            blocks[draft.Cached]!["cache_control"] = new JsonObject { ["type"] = "ephemeral" };
        return blocks;
    }

    private static byte[] Body(Draft draft, JsonArray messages)
    {
        var tools = new JsonArray([.. draft.Tools.Select(name => (JsonNode)new JsonObject { ["name"] = name,
            ["description"] = draft.Descriptions.GetValueOrDefault(name, $"Does the {name} thing; it's safe.") })]);
        var members = new List<(string Name, JsonNode? Value)>
        {
            ("model", "model-1"), ("max_tokens", 4096), ("system", SystemOf(draft)), ("tools", tools), ("messages", messages.DeepClone()), ("stream", true),
        };
        foreach ((string name, object? value) in draft.Extra)
            members.Add((name, value is JsonNode node ? node.DeepClone() : JsonValue.Create(value?.ToString())));
        if (draft.ReverseMembers)
            members.Reverse();
        var body = new JsonObject();
        foreach ((string name, JsonNode? value) in members)
            body[name] = value;
        return Encoding.UTF8.GetBytes(body.ToJsonString(new JsonSerializerOptions
        {
            Encoder =
            System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping
        }));
    }
}
