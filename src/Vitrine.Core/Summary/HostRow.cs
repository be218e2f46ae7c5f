namespace Vitrine.Core.Summary;

/// <summary>What was exchanged with one host.</summary>
internal sealed class HostRow : TableRow
{
    public long Requests { get; set; }

    public long Refused { get; set; }

    public long BytesOut { get; set; }

    public long BytesIn { get; set; }

    public long Errors { get; set; }

    public override long Weight => Requests;

    public CountTable<int> Statuses { get; } = new(32, -1);

    public CountTable<string> AnsweredBy { get; } = new(8, "other");

    public HostReport ToReport(string host) => new(
        host, Requests, Refused, BytesOut, BytesIn, Errors,
        Statuses.ToSorted(Comparer<int>.Default), AnsweredBy.ToSorted(StringComparer.Ordinal));
}
