using Vitrine.Core.Model;
using Vitrine.Core.Policy;

namespace Vitrine.Egress;

/// <summary>Decides about a request before its body is read. An exception is a denial.</summary>
public delegate Decision RequestDecision(in RequestFacts facts);

/// <summary>Begins to inspect one message, or one WebSocket direction's messages: what is returned is given the pieces in order and may remember.</summary>
public delegate InspectPiece OpenInspection(ContentFacts facts);

/// <summary>Inspects one piece, before it leaves. An exception is a refusal.</summary>
public delegate ValueTask<ContentVerdict> InspectPiece(ContentPiece piece, CancellationToken cancellationToken);

/// <summary>Begins to read one answer, or what comes in over a WebSocket; null reads nothing of it.</summary>
public delegate AnswerReading? OpenAnswer(ContentFacts facts);

/// <summary>Asks a person, and waits. The door bounds the wait; a cancelled question is a refusal.</summary>
public delegate ValueTask<PersonAnswer> AskPerson(Question question, CancellationToken cancellationToken);

/// <summary>Reads an answer as it passes; it is never waited for, and changes nothing.</summary>
/// <param name="Read">Takes a chunk that the agent has got already, or for a WebSocket one message. Not to be kept.</param>
/// <param name="End">Says at the end what was found; null is nothing to record.</param>
public sealed record AnswerReading(AnswerChunk Read, Func<BodyFindings?> End);

/// <summary>Takes a chunk of an answer.</summary>
public delegate void AnswerChunk(ReadOnlySpan<byte> chunk);

/// <summary>What a person is asked.</summary>
/// <param name="Facts">The request.</param>
/// <param name="Decision">What the policy said, with the rule that asks.</param>
/// <param name="Findings">What was found in its content; null where the request itself is the question.</param>
public sealed record Question(RequestFacts Facts, Decision Decision, BodyFindings? Findings);

/// <summary>What a person answered. <c>default</c> refuses.</summary>
/// <param name="IsApproved">Whether it may be.</param>
/// <param name="Approver"><c>once</c>, <c>session</c>, <c>always</c>, <c>refused</c> or <c>nobody</c>.</param>
public readonly record struct PersonAnswer(bool IsApproved, string? Approver);
