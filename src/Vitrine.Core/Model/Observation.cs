using System.Text.Json.Serialization;

namespace Vitrine.Core.Model;

/// <summary>
/// One thing that was seen at the box's edge. The kinds are closed: each is one JSON object whose <c>kind</c> names it, and that object is
/// what the ledger keeps (see <see cref="Entry"/>). Times are not here: the entry has them.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(SessionStarted), "session-started")]
[JsonDerivedType(typeof(SessionEnded), "session-ended")]
[JsonDerivedType(typeof(ProgramRun), "program-run")]
[JsonDerivedType(typeof(OpensRepeated), "opens-repeated")]
[JsonDerivedType(typeof(FileOpened), "file-opened")]
[JsonDerivedType(typeof(FileChanged), "file-changed")]
[JsonDerivedType(typeof(SocketConnected), "socket-connected")]
[JsonDerivedType(typeof(SocketBound), "socket-bound")]
[JsonDerivedType(typeof(SignalSent), "signal-sent")]
[JsonDerivedType(typeof(CallRefused), "call-refused")]
[JsonDerivedType(typeof(NameLookedUp), "name-looked-up")]
[JsonDerivedType(typeof(FlowRefused), "flow-refused")]
[JsonDerivedType(typeof(FlowStarted), "flow-started")]
[JsonDerivedType(typeof(FlowEnded), "flow-ended")]
[JsonDerivedType(typeof(RequestStarted), "request-started")]
[JsonDerivedType(typeof(RequestEnded), "request-ended")]
[JsonDerivedType(typeof(FileHeldBack), "file-held-back")]
[JsonDerivedType(typeof(BodyInspected), "body-inspected")]
[JsonDerivedType(typeof(CredentialUsed), "credential-used")]
[JsonDerivedType(typeof(PolicyDecided), "policy-decided")]
[JsonDerivedType(typeof(PolicyChanged), "policy-changed")]
[JsonDerivedType(typeof(ReviewKept), "review-kept")]
[JsonDerivedType(typeof(EventsLost), "events-lost")]
[JsonDerivedType(typeof(TerminalSequencesDropped), "terminal-sequences-dropped")]
public abstract record Observation;

/// <summary>The session as it was planned; always the first entry.</summary>
/// <param name="Vitrine">Version of Vitrine.</param>
/// <param name="Agent">Name of the agent profile, or null for a plain command.</param>
/// <param name="Command">What was asked to run, in the box.</param>
/// <param name="Workspace">The workspace, read-write in the box.</param>
/// <param name="Network">The network mode: <c>deny-by-default</c>, <c>observe</c> or <c>offline</c>.</param>
/// <param name="Allow">The allow rules.</param>
/// <param name="EnvironmentNames">Names, never values, of what the person passed in.</param>
/// <param name="Kernel">Kernel release.</param>
public sealed record SessionStarted(
    string Vitrine, string? Agent, IReadOnlyList<string> Command, UnixPath Workspace, string Network,
    IReadOnlyList<string> Allow, IReadOnlyList<string> EnvironmentNames, string Kernel) : Observation
{
    /// <summary>The agent's private home as the box sees it.</summary>
    public UnixPath? Home { get; init; }

    /// <summary>SHA-256 of the policy that rules the session, lower-case hex; null without a policy file.</summary>
    public string? PolicyDigest { get; init; }

    /// <summary>The policy's layers, the highest first, such as <c>user ~/.config/vitrine/vitrine.yaml</c>.</summary>
    public IReadOnlyList<string>? PolicyLayers { get; init; }

    /// <summary>Whether the workspace is copy-on-write, for review.</summary>
    public bool? IsReview { get; init; }
}

/// <summary>
/// How the session ended; always the last entry. <paramref name="Reason"/> is <c>exited</c>, <c>box-failed</c> (the box, the record or the door failed), or
/// <c>supervisor-lost</c> when a later run found it unended.
/// </summary>
public sealed record SessionEnded(int ExitStatus, string Reason, double Seconds) : Observation
{
    /// <summary>How many refusals the session had, so that a list of sessions need not read them whole; null where that was not known.</summary>
    public long? Refused { get; init; }
}

/// <summary>A program was started: execve or execveat found a file. <paramref name="ParentProcess"/> is 0 where it could not be seen.</summary>
/// <param name="Process">Process id as the host sees it.</param>
/// <param name="Arguments">argv, cut at <see cref="ArgumentsCut"/> if too long.</param>
/// <param name="WorkingDirectory">Directory it was started in.</param>
/// <param name="ArgumentsCut">Whether argv was longer than what is kept.</param>
public sealed record ProgramRun(
    int Process, int ParentProcess, UnixPath Program, IReadOnlyList<string> Arguments, UnixPath WorkingDirectory, bool ArgumentsCut) : Observation;

/// <summary>How many opens repeated one that stands in the record already; they were counted and not listed.</summary>
public sealed record OpensRepeated(long Count) : Observation;

/// <summary>A file was opened. Opens that say nothing new are counted (<see cref="OpensRepeated"/>): the same process, path and
/// access again; for system directories and names that do not exist, the same path and access from any process.</summary>
/// <param name="Access"><c>read</c>, <c>write</c> (write, create or truncate) or <c>list</c> (a directory).</param>
/// <param name="Exists">False where there was no such file when the recorder looked.</param>
public sealed record FileOpened(int Process, UnixPath Path, string Access, bool Exists) : Observation;

/// <summary>A name was changed: <paramref name="Change"/> is rename, remove, link, symlink, truncate or mode.</summary>
public sealed record FileChanged(int Process, UnixPath Path, string Change, UnixPath? Target) : Observation;

/// <summary>connect(2), as asked for by the program; what the door did with it stands in the flow's or request's own entry.</summary>
/// <param name="Family"><c>ipv4</c>, <c>ipv6</c> or <c>unix</c>.</param>
/// <param name="Address">Address and port, or the socket's path; an abstract one starts with @.</param>
/// <param name="Host">Name that the address stands for, when the box looked it up.</param>
public sealed record SocketConnected(int Process, string Family, string Address, string? Host) : Observation;

/// <summary>bind(2): the program listens, or means to, within the box.</summary>
public sealed record SocketBound(int Process, string Family, string Address) : Observation
{
    /// <summary>True for a datagram socket, on which nobody can connect; else null.</summary>
    public bool? IsDatagram { get; init; }
}

/// <summary>A signal sent with kill(2) or a sibling to another process.</summary>
public sealed record SignalSent(int Process, int Target, int Signal) : Observation;

/// <summary>A system call that the box refuses; <paramref name="Error"/> is what the program got, such as <c>EPERM</c>.</summary>
public sealed record CallRefused(int Process, string Call, string Detail, string Error) : Observation;

/// <summary>A DNS question and the answer: an address kept for the name, or none.</summary>
/// <param name="Name">The name as asked, escaped if it is no host name.</param>
/// <param name="Type">Type of the question: A, AAAA, HTTPS, TXT or TYPEn.</param>
/// <param name="Answer">The address, <c>nxdomain</c>, <c>nodata</c> or <c>refused</c>.</param>
public sealed record NameLookedUp(string Name, string Type, string Answer, Decision Decision) : Observation;

/// <summary>A connection that the door closed at once.</summary>
/// <param name="Reason">Why: <c>not-allowed</c>, <c>not-http</c>, <c>tls-name-missing</c>, <c>name-mismatch</c>, <c>unknown-address</c>,
/// <c>private-address</c>…</param>
public sealed record FlowRefused(string Destination, string Reason, Decision Decision) : Observation;

/// <summary>An opaque flow is about to be let through; made durable before its first byte leaves.</summary>
public sealed record FlowStarted(string Destination, Decision Decision) : Observation;

/// <summary>An opaque flow that was let through: only its bytes are counted.</summary>
public sealed record FlowEnded(string Destination, long BytesOut, long BytesIn, double Seconds, Decision Decision) : Observation;

/// <summary>A request at the door, made durable before anything of it leaves.</summary>
/// <param name="Request">Number of the request within the session, which <see cref="RequestEnded"/> repeats.</param>
/// <param name="Url">Scheme, host, port, path and query.</param>
/// <param name="HttpVersion">As the agent spoke it: 1.1 or 2.</param>
/// <param name="Headers">Names and values in order; values of credentials are replaced by a digest.</param>
/// <param name="Body">The body, when it was complete before the request left; else it is in <see cref="RequestEnded"/>.</param>
/// <param name="Decision">What the policy said; a denied request goes no further.</param>
public sealed record RequestStarted(
    long Request, string Method, string Url, string HttpVersion, IReadOnlyList<HeaderField> Headers, PayloadReference? Body, Decision Decision) : Observation;

/// <summary>The answer and the sizes, when the exchange is over.</summary>
/// <param name="Status">HTTP status that the agent got, or 0 when it got none.</param>
/// <param name="Error">What failed, or null.</param>
/// <param name="AnsweredBy"><c>upstream</c>, <c>stand-in</c>, <c>sinkhole</c> or <c>door</c>.</param>
public sealed record RequestEnded(
    long Request, int Status, string AnsweredBy, IReadOnlyList<HeaderField> Headers, PayloadReference? RequestBody, PayloadReference? ResponseBody,
    long BytesOut, long BytesIn, double Seconds, string? Error) : Observation;

/// <summary>A file that the host might later execute was made or changed in the box, and was taken out of the workspace for a person to look at.</summary>
public sealed record FileHeldBack(UnixPath Path, string Why, UnixPath KeptAt) : Observation;

/// <summary>What was found in a body, before it went on. For a request it is durable before anything leaves.</summary>
/// <param name="Request">Number of the request.</param>
/// <param name="Direction"><c>request</c>, <c>response</c>, <c>sent</c> or <c>received</c> (messages of a WebSocket).</param>
/// <param name="Decision">What the policy says of the content.</param>
public sealed record BodyInspected(long Request, string Direction, BodyFindings Findings, Decision Decision) : Observation
{
    /// <summary>Where the body goes or comes from, as <see cref="Summary.HttpReport"/> names hosts.</summary>
    public string? Destination { get; init; }

    /// <summary>Region of the destination, where it is declared.</summary>
    public string? Region { get; init; }
}

/// <summary>
/// The door put a credential of the person into a request, or found it in an answer (<paramref name="Use"/> is <c>injected</c> or <c>reflected</c>).
/// </summary>
/// <param name="Name">Name of the credential in the policy, never its value.</param>
public sealed record CredentialUsed(long Request, string Name, string Host, string Use) : Observation;

/// <summary>A decision about something other than a request: a command, a file, a question to a person.</summary>
/// <param name="Subject"><c>command</c>, <c>file</c>, <c>request</c>.</param>
/// <param name="What">The command line, the path, the method and URL.</param>
/// <param name="Approver">Who answered the question: <c>once</c>, <c>session</c>, <c>always</c>, <c>refused</c>, <c>nobody</c>; null where nobody was
/// asked.</param>
public sealed record PolicyDecided(string Subject, string What, Decision Decision, string? Approver) : Observation
{
    /// <summary>Process that asked, as the host sees it.</summary>
    public int? Process { get; init; }
}

/// <summary>A person's answer changed what holds: for the session, or as a line in the policy.</summary>
public sealed record PolicyChanged(string Rule, string Scope, string? WrittenTo) : Observation;

/// <summary>The changes of a session on a copy-on-write workspace wait for a person (<c>vitrine apply</c> or <c>discard</c>).</summary>
public sealed record ReviewKept(long Changed, long Added, long Removed) : Observation;

/// <summary>Events that the recorder saw too late or could not read. Zero of them is what makes the record whole.</summary>
public sealed record EventsLost(string Source, long Count, string Why) : Observation;

/// <summary>Control sequences of one kind that the agent wrote and that were kept from the person's terminal.</summary>
/// <param name="Sequence">The kind, such as <c>clipboard</c> (OSC 52).</param>
/// <param name="Count">How many since the last such entry.</param>
public sealed record TerminalSequencesDropped(string Sequence, long Count) : Observation;

/// <summary>One header field of a message.</summary>
public readonly record struct HeaderField(string Name, string Value);

/// <summary>A body kept beside the ledger, encrypted with the session's key.</summary>
/// <param name="Id">Name of the stored payload within the session.</param>
/// <param name="Digest">SHA-256 of the stored (encrypted) bytes, lower-case hex: it proves the payload and, once the key is gone, tells nothing of it.</param>
/// <param name="Size">Bytes in clear.</param>
/// <param name="IsTruncated">Whether the body was longer than what is kept.</param>
public sealed record PayloadReference(string Id, string Digest, long Size, bool IsTruncated);
