using System.Buffers;

namespace Vitrine.Egress.Capture;

/// <summary>What the first bytes of a connection are.</summary>
internal enum GreetingKind
{
    /// <summary>Could still become TLS or HTTP.</summary>
    Undecided,

    /// <summary>A whole TLS ClientHello.</summary>
    Tls,

    /// <summary>The start of an HTTP/1 request.</summary>
    Http,

    /// <summary>Something else; the preface of HTTP/2 without TLS too (RFC 9113 section 3.3).</summary>
    Other,
}

/// <summary>Tells TLS and HTTP from all else by the first bytes.</summary>
internal static class Greeting
{
    private const int MaximumMethod = 24;

    /// <summary>Looks; <paramref name="hello"/> is set for TLS.</summary>
    public static GreetingKind Look(ReadOnlySpan<byte> bytes, out ClientHello hello)
    {
        hello = default;
        if (bytes.IsEmpty)
            return GreetingKind.Undecided;
        if (bytes[0] != 22)
            return LookForRequest(bytes);
        return ClientHello.Read(bytes, out hello) switch
        {
            HelloReading.Complete => GreetingKind.Tls,
            HelloReading.Incomplete => GreetingKind.Undecided,
            _ => GreetingKind.Other,
        };
    }

    /// <summary>Looks into bytes as a pipe gives them.</summary>
    public static GreetingKind Look(in ReadOnlySequence<byte> bytes, out ClientHello hello)
    {
        if (bytes.IsSingleSegment)
            return Look(bytes.FirstSpan, out hello);
        ReadOnlySequence<byte> head = bytes.Slice(0, Math.Min(bytes.Length, ClientHello.MaximumLength));
        int length = (int)head.Length;
        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        head.CopyTo(rented);
        GreetingKind kind = Look(rented.AsSpan(0, length), out hello);
        ArrayPool<byte>.Shared.Return(rented);
        return kind;
    }

    /// <summary>
    /// METHOD SP and then what a request target may begin with: a path, <c>*</c>, or a letter (an absolute URI, or the host of a CONNECT) which is only
    /// believed of methods that exist, because <c>HELO host</c> and <c>USER name</c> look alike.
    /// </summary>
    private static GreetingKind LookForRequest(ReadOnlySpan<byte> bytes)
    {
        int space = bytes[..Math.Min(bytes.Length, MaximumMethod + 1)].IndexOf((byte)' ');
        ReadOnlySpan<byte> method = space < 0 ? bytes : bytes[..space];
        if (method.IsEmpty || method.Length > MaximumMethod)
            return GreetingKind.Other;
        foreach (byte b in method)
            if (!char.IsAsciiLetterUpper((char)b) && b is not ((byte)'-' or (byte)'_'))
                return GreetingKind.Other;
        if (space < 0)
            return GreetingKind.Undecided;
        if (method.SequenceEqual("PRI"u8))
            return GreetingKind.Other;
        if (bytes.Length == space + 1)
            return GreetingKind.Undecided;
        byte target = bytes[space + 1];
        return target is (byte)'/' or (byte)'*' || (IsStandard(method) && target is > 0x20 and < 0x7f) ? GreetingKind.Http : GreetingKind.Other;
    }

    private static bool IsStandard(ReadOnlySpan<byte> method) =>
        method.SequenceEqual("GET"u8) || method.SequenceEqual("POST"u8) || method.SequenceEqual("HEAD"u8) || method.SequenceEqual("PUT"u8)
        || method.SequenceEqual("DELETE"u8) || method.SequenceEqual("CONNECT"u8) || method.SequenceEqual("OPTIONS"u8) || method.SequenceEqual("PATCH"u8)
        || method.SequenceEqual("TRACE"u8);
}
