namespace Vitrine.Audit.Model;

/// <summary>
/// One session of the target under known conditions: all that was seen of it. Lists are in the order of time; times are seconds since the session's start by
/// the true clock.
/// </summary>
public sealed record Capture
{
    /// <summary>The session's id in the ledger.</summary>
    public required string Session { get; init; }

    /// <summary>Its conditions.</summary>
    public required string Variation { get; init; }

    /// <summary>0 for the first session under these conditions, 1 for its repetition, and so on.</summary>
    public required int Repetition { get; init; }

    /// <summary>Exit status of the target; -1 where it had to be ended.</summary>
    public required int ExitStatus { get; init; }

    /// <summary>How long it took.</summary>
    public required double Seconds { get; init; }

    /// <summary>Names that were looked up.</summary>
    public IReadOnlyList<CapturedName> Names { get; init; } = [];

    /// <summary>Connections.</summary>
    public IReadOnlyList<CapturedConnection> Connections { get; init; } = [];

    /// <summary>HTTP exchanges, by the start of their requests.</summary>
    public IReadOnlyList<CapturedExchange> Exchanges { get; init; } = [];

    /// <summary>Files that are new or changed at the end.</summary>
    public IReadOnlyList<CapturedFile> Files { get; init; } = [];

    /// <summary>Files outside the workspace, the target's own package and the system that were opened for reading.</summary>
    public IReadOnlyList<string> Reads { get; init; } = [];

    /// <summary>Programs that were run.</summary>
    public IReadOnlyList<CapturedProcess> Processes { get; init; } = [];

    /// <summary>Sockets that were bound or listened on: <c>tcp 127.0.0.1:0</c>, <c>unix /path</c>.</summary>
    public IReadOnlyList<string> Listeners { get; init; } = [];

    /// <summary>System calls that were refused.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>Standard output; at most a mebibyte.</summary>
    public PackedBytes Output { get; init; } = PackedBytes.Empty;

    /// <summary>Standard error; at most a mebibyte.</summary>
    public PackedBytes Error { get; init; } = PackedBytes.Empty;

    /// <summary>What stands in <see cref="Unseen"/> before the reason why the session had to be ended.</summary>
    public const string Ended = "ended: ";

    /// <summary>What of the session could not be seen, or was cut.</summary>
    public IReadOnlyList<string> Unseen { get; init; } = [];
}

/// <summary>A name that was looked up.</summary>
/// <param name="Name">As it was asked for, its case kept.</param>
/// <param name="Type"><c>A</c>, <c>AAAA</c>, <c>TXT</c>…</param>
/// <param name="At">When.</param>
public sealed record CapturedName(string Name, string Type, double At);

/// <summary>A connection.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Host">The name or address that it went to.</param>
/// <param name="Port">The port.</param>
/// <param name="At">When it was made.</param>
public sealed record CapturedConnection(int Number, string Host, int Port, double At)
{
    /// <summary>When it was closed; null where the session's end closed it.</summary>
    public double? ClosedAt { get; init; }

    /// <summary>The TLS ClientHello message, as sent; null for plain text.</summary>
    public byte[]? ClientHello { get; init; }

    /// <summary><c>http/1.1</c>, <c>h2</c>; null where it is neither.</summary>
    public string? Protocol { get; init; }

    /// <summary>What an HTTP/2 client sends before its first request: SETTINGS, WINDOW_UPDATE and PRIORITY frames, as sent.</summary>
    public byte[]? Preface { get; init; }

    /// <summary>What was sent where it was no HTTP, and at most the first 64 KiB.</summary>
    public byte[]? Opaque { get; init; }

    /// <summary>The address that it was made to; null where it is not known.</summary>
    public string? Address { get; init; }

    /// <summary>Why the door refused it, or requests on it.</summary>
    public IReadOnlyList<string> Refusals { get; init; } = [];

    /// <summary>What is unusual about its bytes, in the order in which it was met; bounded.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A header field as it was sent.</summary>
/// <param name="Name">Its case kept (HTTP/2 has lower case only).</param>
/// <param name="Value">Its value.</param>
public sealed record CapturedField(string Name, string Value)
{
    /// <summary>White space between the colon and the value; HTTP/1 only.</summary>
    public string Before { get; init; } = " ";

    /// <summary>White space behind the value; HTTP/1 only.</summary>
    public string After { get; init; } = "";
}

/// <summary>A request and what answered it.</summary>
public sealed record CapturedExchange
{
    /// <summary><see cref="CapturedConnection.Number"/>.</summary>
    public required int Connection { get; init; }

    /// <summary>When the request's head was complete.</summary>
    public required double At { get; init; }

    /// <summary>When its last byte came.</summary>
    public double EndedAt { get; init; }

    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>The host that the request names.</summary>
    public required string Host { get; init; }

    /// <summary>The request target as it was sent.</summary>
    public required string Target { get; init; }

    /// <summary>The version on the wire.</summary>
    public required string Version { get; init; }

    /// <summary>Fields, in their order; of HTTP/2 with the pseudo fields.</summary>
    public IReadOnlyList<CapturedField> Fields { get; init; } = [];

    /// <summary>How the body was framed: <c>none</c>, <c>length</c>, <c>chunked</c>, <c>h2-data</c>, <c>web-socket</c>.</summary>
    public string Framing { get; init; } = "none";

    /// <summary>Sizes of the chunks, DATA frames (without their padding) or WebSocket payloads.</summary>
    public IReadOnlyList<int> Chunks { get; init; } = [];

    /// <summary>The body as it was sent, without its framing; compressed where it was.</summary>
    public PackedBytes Body { get; init; } = PackedBytes.Empty;

    /// <summary>Whether this went to the model endpoint and is one of the protocol's requests.</summary>
    public bool IsModel { get; init; }

    /// <summary>Status of the answer; 0 for none.</summary>
    public int Status { get; init; }

    /// <summary>Who answered: <c>stand-in</c>, <c>sinkhole</c>, <c>refused</c>…</summary>
    public string AnsweredBy { get; init; } = "";

    /// <summary>When the last byte of the answer was written; null where there is none or the end was not seen.</summary>
    public double? AnsweredAt { get; init; }

    /// <summary>The stream of HTTP/2; 0 for HTTP/1.</summary>
    public int Stream { get; init; }

    /// <summary>Fields behind the body.</summary>
    public IReadOnlyList<CapturedField> Trailers { get; init; } = [];

    /// <summary>
    /// The lines before the chunks as they were sent, the last one too, where one of them is more than the size in lower-case digits without zeros before it;
    /// else empty.
    /// </summary>
    public IReadOnlyList<string> ChunkLines { get; init; } = [];

    /// <summary>
    /// How HPACK wrote each field, by words between spaces: <c>i</c> for an index, else <c>a</c> (added to the table), <c>w</c> (without) or <c>n</c> (never),
    /// then the name's form and the value's: <c>#</c> an index, <c>h</c> Huffman, <c>r</c> raw. Empty for HTTP/1.
    /// </summary>
    public string Forms { get; init; } = "";

    /// <summary>What is unusual about its bytes, in the order in which it was met; bounded.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A file that is new or changed at the end of a session.</summary>
/// <param name="Place"><c>home</c>, <c>workspace</c>, <c>tmp</c> or <c>other</c>.</param>
/// <param name="Path">Relative to the place; absolute for <c>other</c>.</param>
/// <param name="Change"><c>new</c>, <c>changed</c>, <c>removed</c>, <c>link</c>.</param>
/// <param name="Mode">Permission bits.</param>
/// <param name="Content">At most the first 256 KiB.</param>
/// <param name="Size">Bytes.</param>
public sealed record CapturedFile(string Place, string Path, string Change, int Mode, PackedBytes Content, long Size);

/// <summary>A program that was run.</summary>
/// <param name="Program">Its file.</param>
/// <param name="Arguments">Its arguments, the name among them.</param>
/// <param name="Parent">Index in the list of the program that ran it; -1 for none that is listed.</param>
/// <param name="At">When.</param>
public sealed record CapturedProcess(string Program, IReadOnlyList<string> Arguments, int Parent, double At)
{
    /// <summary>Whether it still ran when the target's first process had ended.</summary>
    public bool Stayed { get; init; }
}
