using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Vitrine.Core.Model;
using Vitrine.Egress.Http;

namespace Vitrine.Egress.Credentials;

/// <summary>What the gate says.</summary>
internal enum CredentialCheck
{
    /// <summary>The request may go on, as <see cref="Outgoing"/> has it.</summary>
    Passed,

    /// <summary>A placeholder stands where it can't be resolved: for another host, without TLS, in a place that is not declared, or without a value.</summary>
    Unresolved,

    /// <summary>A host that has a credential of ours got another.</summary>
    Foreign,
}

/// <summary>Puts credentials in for their hosts, and keeps others from those hosts.</summary>
internal sealed class CredentialGate(IReadOnlyList<DoorCredential> credentials)
{
    /// <summary>Whether some credential is for this destination alone: then it takes no other, and cookies of its own making stay here.</summary>
    public bool Guards(Destination destination)
    {
        foreach (DoorCredential each in credentials)
            if (each.IsOnly && Covers(each, destination))
                return true;
        return false;
    }

    /// <summary>Checks target and header fields and puts values in; the credentials that were used are added to <paramref name="used"/>.</summary>
    public CredentialCheck Apply(IHeaderDictionary headers, Destination destination, bool isEncrypted, Outgoing outgoing, List<DoorCredential> used)
    {
        if (credentials.Count == 0)
            return CredentialCheck.Passed;
        bool guarded = Guards(destination);
        var resolver = new Resolver(credentials, destination, isEncrypted, used);
        foreach ((string name, StringValues came) in headers)
        {
            if (outgoing.Values(name, came) is not { } values)
                continue;
            bool isCredential = CredentialFields.IsHeader(name);
            string?[]? changed = null;
            for (int i = 0; i < values.Length; i++)
            {
                string value = values[i] ?? "";
                bool isProtocol = name.Equals("sec-websocket-protocol", StringComparison.OrdinalIgnoreCase);
                if (isProtocol ? CredentialFields.HoldsKey(value) : isCredential)
                {
                    if (isProtocol ? resolver.TryProtocols(value, out string? resolved) : resolver.TryHeader(value, out resolved))
                        (changed ??= [.. values])[i] = resolved;
                    else if (Mentions(value))
                        return CredentialCheck.Unresolved;
                    else if (guarded && value.Length > 0)
                        return CredentialCheck.Foreign;
                }
                else if (Mentions(value))
                {
                    return CredentialCheck.Unresolved;
                }
            }

            if (changed is not null)
                outgoing.Set(name, changed);
        }

        return ApplyToTarget(resolver, guarded, outgoing);
    }

    /// <summary>The body with values in, where a credential declares that; null leaves it as it is.</summary>
    public byte[]? ApplyToBody(ReadOnlySpan<byte> body, string? contentType, Destination destination, bool isEncrypted, List<DoorCredential> used)
    {
        byte[]? result = null;
        foreach (DoorCredential each in credentials)
        {
            byte[] placeholder = Encoding.ASCII.GetBytes(each.Placeholder);
            ReadOnlySpan<byte> now = result ?? body;
            if (!isEncrypted
                || !each.Places.Contains(CredentialPlace.Body)
                || !Covers(each, destination)
                || now.IndexOf(placeholder) < 0
                || each.Value() is not { } value)
                continue;
            var table = new Rewriting.ReplacementTable([new(placeholder, CredentialFields.Escape(value, contentType), each.Name)]);
            result = new Rewriting.StreamRewriter(table, static _ => { }).Push(now.ToArray(), isLast: true).ToArray();
            used.Add(each);
        }

        return result;
    }

    private static CredentialCheck ApplyToTarget(Resolver resolver, bool guarded, Outgoing outgoing)
    {
        int query = outgoing.Target.IndexOf('?');
        string path = query < 0 ? outgoing.Target : outgoing.Target[..query];
        if (Mentions(CredentialFields.Decode(path)))
            return CredentialCheck.Unresolved;
        if (query < 0)
            return CredentialCheck.Passed;
        string[] pairs = outgoing.Target[(query + 1)..].Split('&');
        for (int i = 0; i < pairs.Length; i++)
        {
            int equals = pairs[i].IndexOf('=');
            string name = CredentialFields.Decode(equals < 0 ? pairs[i] : pairs[i][..equals]);
            string value = equals < 0 ? "" : CredentialFields.Decode(pairs[i][(equals + 1)..]);
            if (resolver.TryQuery(value, out string? resolved))
                pairs[i] = string.Concat(pairs[i].AsSpan(0, equals + 1), Uri.EscapeDataString(resolved));
            else if (Mentions(name) || Mentions(value))
                return CredentialCheck.Unresolved;
            else if (guarded && value.Length > 0 && CredentialFields.IsParameter(name))
                return CredentialCheck.Foreign;
        }

        outgoing.Target = $"{path}?{string.Join('&', pairs)}";
        return CredentialCheck.Passed;
    }

    internal static bool Covers(DoorCredential credential, Destination destination)
    {
        foreach (Core.Policy.HostRule rule in credential.Hosts)
            if (rule.Covers(destination))
                return true;
        return false;
    }

    private static bool Mentions(string text) => text.Contains(DoorCredential.Prefix, StringComparison.OrdinalIgnoreCase);
}
