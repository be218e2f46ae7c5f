using System.Text.Json;
using Vitrine.Cli.Report;
using Vitrine.Core.Model;
using Vitrine.Core.Summary;
using Vitrine.Ledger.Journal;
using Vitrine.Runtime.Recording;

namespace Vitrine.Cli.Commands;

/// <summary>Reads a session's record once and gives it as a page, as JSON, or as its bare entries.</summary>
internal sealed class ShowSession(SessionStore store, StoredSession session, OutputStream data, OutputStream messages)
{
    private const int FlushAt = 1 << 16;

    public int Run(bool asJson, bool withEntries)
    {
        if (withEntries && !asJson)
            return Judge(WriteLines());
        // Before the record is read: a session that ends in between was running when it was asked.
        string state = Name(store.Describe(session.Id));
        var summary = new SessionSummary(SummaryLimits.Reading);
        JournalVerification found;
        if (asJson)
        {
            found = WriteJson(summary, state, withEntries);
        }
        else
        {
            found = session.ReadEntries(summary.Add);
            if (found.State is not (JournalState.Purged or JournalState.NotALedger))
                data.Write(FullReport.ToPage(summary.ToReport(), state, Environment.GetEnvironmentVariable("HOME")));
        }

        return Judge(found);
    }

    /// <summary>The state as people and programs read it: <c>running</c>, <c>ended</c>, <c>lost</c>, <c>purged</c> or <c>corrupt</c>.</summary>
    internal static string Name(SessionListing listing) => listing.State switch
    {
        SessionState.Running => "running",
        SessionState.Ended => listing.Ended?.Reason == "supervisor-lost" ? "lost" : "ended",
        SessionState.Abandoned => "lost",
        SessionState.Purged => "purged",
        _ => "corrupt",
    };

    private JournalVerification WriteLines()
    {
        using var writer = new Utf8JsonWriter(data.Bytes);
        JournalVerification found = session.ReadEntries(entry =>
        {
            JsonSerializer.Serialize(writer, entry, EntryJson.Default.Entry);
            writer.Flush();
            data.Bytes.WriteByte((byte)'\n');
            writer.Reset();
        });
        data.Bytes.Flush();
        return found;
    }

    private JournalVerification WriteJson(SessionSummary summary, string state, bool withEntries)
    {
        using (var writer = new Utf8JsonWriter(data.Bytes, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            if (withEntries)
                writer.WriteStartArray("entries"u8);
            JournalVerification found = session.ReadEntries(entry =>
            {
                summary.Add(entry);
                if (!withEntries)
                    return;
                JsonSerializer.Serialize(writer, entry, EntryJson.Default.Entry);
                if (writer.BytesPending > FlushAt)
                    writer.Flush();
            });
            if (withEntries)
                writer.WriteEndArray();
            writer.WriteString("state"u8, state);
            writer.WriteString("integrity"u8, Name(found.State));
            writer.WritePropertyName("session"u8);
            summary.ToReport().WriteTo(writer);
            writer.WriteEndObject();
            writer.Flush();
            data.Bytes.WriteByte((byte)'\n');
            data.Bytes.Flush();
            return found;
        }
    }

    internal static string Name(JournalState state) => state switch
    {
        JournalState.Intact => "intact",
        JournalState.TornTail => "torn-tail",
        JournalState.Purged => "purged",
        _ => "damaged",
    };

    private int Judge(JournalVerification found)
    {
        if (found.State is JournalState.Intact or JournalState.TornTail)
            return ShowExit.Done;
        if (found.State == JournalState.Purged)
        {
            messages.Complain($"Session {session.Id} has {Quantity.Of(found.Entries, "entry", "entries")}, and the key to what they say is gone.",
                $"vitrine verify {session.Id} says whether it was purged.");
            return ShowExit.NothingToShow;
        }

        if (found.State == JournalState.NotALedger && store.Describe(session.Id).Problem is { } problem)
        {
            messages.Complain(problem, $"vitrine purge {session.Id} --reason TEXT removes it.");
            return ShowExit.Damaged;
        }

        messages.Complain(
            $"The record of session {session.Id} is damaged after {Quantity.Of(found.Entries, "entry", "entries")}; what stands before that was shown.",
            $"vitrine verify {session.Id} says where.");
        return ShowExit.Damaged;
    }
}
