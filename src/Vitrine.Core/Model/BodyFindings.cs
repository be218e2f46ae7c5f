namespace Vitrine.Core.Model;

/// <summary>What was found in a body that was about to leave, or that came in. Never a value of a secret: names, places and keyed fingerprints only.</summary>
public sealed record BodyFindings
{
    /// <summary>Nothing found.</summary>
    public static BodyFindings None { get; } = new();

    /// <summary>What the body is; null where it is not understood.</summary>
    public BodyMeaning? Meaning { get; init; }

    /// <summary>Lines of files of the workspace.</summary>
    public IReadOnlyList<SourceFound> Source { get; init; } = [];

    /// <summary>Secrets.</summary>
    public IReadOnlyList<SecretFound> Secrets { get; init; } = [];

    /// <summary>What tells who or where the person is.</summary>
    public IReadOnlyList<IdentityFound> Identity { get; init; } = [];

    /// <summary>Text that a reader does not see, or sees as another.</summary>
    public IReadOnlyList<HiddenTextFound> HiddenText { get; init; } = [];

    /// <summary>What could not be searched, and why.</summary>
    public IReadOnlyList<UnscannedPart> Unscanned { get; init; } = [];

    /// <summary>Whether there was more than is listed.</summary>
    public bool IsCut { get; init; }

    /// <summary>Whether nothing was found and everything was searched.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsClean => Source.Count + Secrets.Count + Identity.Count + HiddenText.Count + Unscanned.Count == 0;
}

/// <summary>What a body is: who speaks which protocol to whom.</summary>
/// <param name="Protocol"><c>anthropic-messages</c>, <c>openai-chat</c>, <c>openai-responses</c>, <c>gemini</c>, <c>mcp</c>, <c>otlp</c>, <c>npm</c>,
/// <c>pip</c>, <c>git</c>…</param>
/// <param name="Purpose">What it is for: <c>model</c>, <c>telemetry</c>, <c>package</c>, <c>git</c>, <c>tool</c>.</param>
/// <param name="Model">The model asked for, or that answered.</param>
/// <param name="TokensIn">Input tokens as the server counted them (in an answer).</param>
/// <param name="TokensOut">Output tokens as the server counted them (in an answer).</param>
/// <param name="Parts">How many bytes of text of each kind, such as <c>system</c>, <c>user</c>, <c>tool-call</c>, <c>tool-result</c>, <c>assistant</c>,
/// <c>tool-definition</c>, <c>event</c>.</param>
public sealed record BodyMeaning(
    string Protocol, string Purpose, string? Model, long? TokensIn, long? TokensOut, IReadOnlyDictionary<string, long> Parts);

/// <summary>Lines of one file that are in a body.</summary>
/// <param name="File">The file, relative to the workspace.</param>
/// <param name="Lines">Ranges of lines, in order, not overlapping.</param>
/// <param name="FileLines">How many lines the file has.</param>
/// <param name="IsExact">Whether the lines were compared with the file; else they match by fingerprints only.</param>
public sealed record SourceFound(UnixPath File, IReadOnlyList<LineRange> Lines, int FileLines, bool IsExact)
{
    /// <summary>
    /// Other files that have the same lines, or some of them, so that they may be where these came from as well; nothing in the body told them apart.
    /// </summary>
    public IReadOnlyList<UnixPath> AlsoIn { get; init; } = [];
}

/// <summary>Lines from <paramref name="First"/> to <paramref name="Last"/>, both included, counted from 1.</summary>
public readonly record struct LineRange(int First, int Last);

/// <summary>A secret in a body.</summary>
/// <param name="Rule">The rule's id, such as <c>aws-access-key-id</c>, or <c>own-value</c> for a value that the person really has.</param>
/// <param name="Name">Where the person has it, such as <c>.env: DATABASE_URL</c>; null for a known format.</param>
/// <param name="Place">Where in the body: a JSON pointer (RFC 6901), a header's name, <c>query</c>, <c>path</c>.</param>
/// <param name="Encoding">How it was wrapped, such as <c>base64</c>; empty in clear.</param>
/// <param name="Fingerprint">Keyed digest of the value, so that the same secret is seen to be the same within a session.</param>
/// <param name="Effect">What was done.</param>
public sealed record SecretFound(string Rule, string? Name, string Place, string Encoding, string Fingerprint, Effect Effect);

/// <summary>What tells who or where the person is.</summary>
/// <param name="What"><c>host-name</c>, <c>user-name</c>, <c>full-name</c>, <c>email</c>, <c>machine-id</c>, <c>mac-address</c>, <c>time-zone</c>,
/// <c>locale</c>, <c>home-path</c>, <c>git-remote</c>.</param>
/// <param name="Form"><c>clear</c>, the encoding, or the plain hash, such as <c>sha256</c>.</param>
/// <param name="Place">Where in the body.</param>
public sealed record IdentityFound(string What, string Form, string Place)
{
    /// <summary>What was done, where it was taken out; null where it went along.</summary>
    public Effect? Effect { get; init; }
}

/// <summary>Text that a reader does not see, or sees as another.</summary>
/// <param name="What"><c>zero-width</c>, <c>bidi</c>, <c>confusable</c>, <c>tag</c>, <c>unusual-space</c>, <c>unusual-punctuation</c>,
/// <c>variation-selector</c>.</param>
/// <param name="CodePoints">The code points, such as <c>U+200B</c>, without repeats, the first few.</param>
/// <param name="Count">How many.</param>
/// <param name="Place">Where in the body the first one is.</param>
public sealed record HiddenTextFound(string What, IReadOnlyList<string> CodePoints, int Count, string Place);

/// <summary>A part that could not be searched.</summary>
/// <param name="Place">Where in the body.</param>
/// <param name="Bytes">How many bytes, as they stand in the body.</param>
/// <param name="Why"><c>too-deep</c>, <c>too-large</c>, <c>bomb</c>, <c>unknown-encoding</c>, <c>malformed</c>, <c>streamed</c>; of the whole session
/// <c>secrets-unread</c>, <c>workspace-not-read</c>.</param>
public sealed record UnscannedPart(string Place, long Bytes, string Why);
