namespace Vitrine.Egress.Tapping;

/// <summary>One direction of a connection.</summary>
/// <param name="Bytes">Its bytes from the first on.</param>
/// <param name="Reads">Where each read began, and when it was: in the order of both.</param>
/// <param name="Total">Bytes that passed; more than there are in <paramref name="Bytes"/> where the rest was not kept.</param>
/// <param name="ClosedAt">When that side said that it sends no more, in seconds; null where it did not.</param>
/// <param name="IsReset">Whether the connection broke instead.</param>
public sealed record TappedBytes(byte[] Bytes, IReadOnlyList<TappedRead> Reads, long Total, double? ClosedAt, bool IsReset)
{
    /// <summary>Whether bytes at the end are missing.</summary>
    public bool IsCut => Total > Bytes.Length;
}

/// <summary>A read.</summary>
/// <param name="Offset">Where its first byte stands.</param>
/// <param name="At">Seconds since the tap's start.</param>
public readonly record struct TappedRead(int Offset, double At);

/// <summary>What the door knows of an answer.</summary>
/// <param name="Stream">The stream in HTTP/2; 0 in HTTP/1, whose answers come in the order of the requests.</param>
/// <param name="Status">The status; 0 for none.</param>
/// <param name="AnsweredBy"><c>stand-in</c>, <c>sinkhole</c>, <c>upstream</c>, <c>refused</c> or <c>failed</c>; empty where it has not ended.</param>
public sealed record TappedAnswer(int Stream, int Status, string AnsweredBy);
