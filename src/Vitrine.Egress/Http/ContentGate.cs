using Microsoft.AspNetCore.Http;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Egress.Inspection;

namespace Vitrine.Egress.Http;

/// <summary>
/// Step 4 of an exchange: the body, or its head, is judged with target and header fields, and what must not leave is taken out so that the request stays valid.
/// </summary>
internal sealed class ContentGate(ExchangeServices services, HttpContext context, RequestBody body, Outgoing outgoing)
{
    private const string Unchangeable = "This request holds content that may not leave, and can't be sent without it because it is signed or in pieces.";

    /// <summary>Judges, and changes what is to be changed.</summary>
    public async ValueTask<ContentVerdict> JudgeAsync(MessageInspection inspection, RequestFacts facts, CancellationToken cancellationToken)
    {
        // A request to switch protocols has no body: what follows are messages, judged on their own.
        ContentVerdict verdict = await inspection.JudgeAsync(body.Head, body.IsWhole || UpgradeRelay.IsAsked(context), cancellationToken).ConfigureAwait(false);
        if (!verdict.Decision.IsAllowed || verdict.Rewrite is not { } rewrite)
            return verdict;
        if (!TryRewrite(rewrite))
            return verdict with { Decision = verdict.Decision with { IsAllowed = false }, Reason = Unchangeable, Rewrite = null };
        services.Answers.Add(facts.Destination.Host, rewrite.Restorations);
        return verdict;
    }

    /// <summary>Keeps what was found in target and fields out of the record.</summary>
    public static (string Url, List<HeaderField> Fields) Conceal(ContentVerdict verdict, string url, List<HeaderField> fields)
    {
        foreach (string value in verdict.Conceal)
        {
            if (value.Length == 0)
                continue;
            url = url.Replace(value, Hidden, StringComparison.Ordinal);
            for (int i = 0; i < fields.Count; i++)
                fields[i] = fields[i] with { Value = fields[i].Value.Replace(value, Hidden, StringComparison.Ordinal) };
        }

        return (url, fields);
    }

    /// <summary>The same for the method, which may be any token.</summary>
    public static string Conceal(ContentVerdict verdict, string method)
    {
        foreach (string value in verdict.Conceal)
            if (value.Length > 0)
                method = method.Replace(value, Hidden, StringComparison.Ordinal);
        return method;
    }

    private const string Hidden = "[secret]";

    private bool TryRewrite(ContentRewrite rewrite)
    {
        IHeaderDictionary headers = context.Request.Headers;
        if (BodyDigests.IsSigned(headers) || (rewrite.Target is { } target && (!FieldSyntax.IsTarget(target) || target[0] != '/')))
            return false;
        foreach (HeaderField field in rewrite.Headers)
            if (!FieldSyntax.IsToken(field.Name) || !FieldSyntax.IsValue(field.Value))
                return false;
        if (rewrite.Body is { } changed)
        {
            if (changed.Length != body.Head.Length && !body.MayResize)
                return false;
            if (rewrite.IsDecoded && !body.IsWhole)
                return false;
            body.Replace(changed);
            if (rewrite.IsDecoded)
                outgoing.Set("content-encoding", null);
            if (body.IsWhole)
                BodyDigests.Mend(headers, outgoing, changed.Span);
            else if (BodyDigests.HasAny(headers))
                return false;
        }

        outgoing.Target = rewrite.Target ?? outgoing.Target;
        outgoing.Take(rewrite.Headers);
        return true;
    }
}
